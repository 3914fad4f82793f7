"""Which migrations somebody wants to hear of: by name, those after one, or those that a branch has added or changed."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project

_PATIENCE_S = 60


def chosen(project: Project, identifiers: Sequence[str], *, since: str, since_git: str) -> Collection[str] | None:
    """The ids of the migrations; None for all. Raises UsageError for an id or a revision that there is not."""
    if identifiers and (since or since_git):
        raise UsageError("name migrations, or say since when, not both", hint="see `qsys-schema lint --help`")
    if since and since_git:
        raise UsageError("--since and --since-git are two ways to say the same", hint="give one of them")
    if since_git:
        return _changed_since(project, since_git)
    if not (identifiers or since):
        return None
    from qsys_schema.history.read import survey
    from qsys_schema.pipeline.check import require_known

    migrations = survey(project.folder).migrations
    if since:
        return {one.id for one in migrations[require_known(project, migrations, since) + 1 :]}
    for identifier in identifiers:
        require_known(project, migrations, identifier)
    return set(identifiers)


def _changed_since(project: Project, revision: str) -> Collection[str]:
    """The migrations with a file that is another than where this branch left ``revision``, or was not there."""
    folder = project.folder
    if not folder.is_dir():
        return set()
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision of git", hint="name a branch or a commit, such as origin/main")
    base = _git(folder, "merge-base", "HEAD", revision, problem=f"--since-git {revision}").strip()
    changed = _git(folder, "diff", "--name-only", "--no-renames", "--relative", "-z", base, "--", ".")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = {name for name in (*changed.split("\0"), *new.split("\0")) if name.endswith(".sql")}
    # A migration whose rollback alone was changed is another one, too.
    return {Path(name).name.removesuffix(".sql").removesuffix(".rollback") for name in names}


def _git(folder: Path, *arguments: str, problem: str = "--since-git") -> str:
    """What git says, asked in the folder of the migrations. Raises UsageError with its own words."""
    try:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - whichever git there is
            cwd=folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{problem}: git cannot be asked: {error}", hint="use --since ID instead") from error
    if done.returncode:
        said = " ".join(done.stderr.split()) or "there is no common ancestor"
        raise UsageError(
            f"{problem}: {said}",
            hint="in CI, fetch the base branch with its history first (fetch-depth: 0); or use --since ID",
        )
    return done.stdout
