"""Two revisions of a project out of git, each in a folder of its own: the files that are checked out stay untouched.

Only what a schema is made of is read: settings, specs, migrations. Symbolic links and submodules are not followed, and
a path of a tree that would lead out of the folder is refused.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from qsys_schema.config import Settings, read_settings
from qsys_schema.errors import UsageError
from qsys_schema.pipeline.git import Entry, Git

SETTINGS_FILES = ("qsys-schema.toml", "pyproject.toml")

_READ = frozenset({".yaml", ".yml", ".sql", ".sum", ".py"})
"""Endings of what is read of the folders of specs and migrations; Python only to say that it is there."""

MOST_BYTES = 256 * 1024 * 1024
MOST_FILES = 100_000

_NOT_FOLLOWED = {"120000": "a symbolic link", "160000": "a submodule"}
_BASES = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITHUB_BASE_REF")
"""Variables by which a CI says what a branch is to be merged into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A state of the project: what it is called, its commit (empty for the files as they are now), its settings.

    ``remarks`` name what was left out of it.
    """

    name: str
    commit: str
    settings: Settings
    remarks: tuple[tuple[str, str], ...] = ()

    def shown(self, text: str) -> str:
        """A text with the paths in it as the project has them, and not where the revision is unpacked."""
        base = self.settings.base
        return text.replace(f"{Path(base).as_posix()}/", "").replace(f"{base}{os.sep}", "") if base else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which folders are meant, as the command line has them; empty where the settings of each revision say so."""

    environment: str = ""
    schema: str = ""
    migrations: str = ""


@contextmanager
def revisions(between: str, wanted: Wanted) -> Iterator[tuple[Revision, Revision]]:
    """The two sides of ``BASE..HEAD``, ``BASE...HEAD`` or ``BASE``; there while the context is.

    As ``git diff`` has it: two dots compare both as they are, three compare HEAD with where it left BASE, a side that
    is left out is HEAD, and without dots BASE is compared with the files as they are now. An empty text is what the
    branch adds to the one that it is to be merged into. Raises UsageError.
    """
    git = Git()
    git.require_repository()
    before, after, after_name = _sides(git, between)
    with TemporaryDirectory(prefix="qsys-review-") as place:
        # Resolved, so that paths in it are found again whatever links lead there.
        folder = Path(place).resolve()
        base = _unpacked(git, before[0], before[1], folder / "before", wanted)
        if after:
            yield base, _unpacked(git, after_name, after, folder / "after", wanted)
        else:
            settings = read_settings(environment=wanted.environment, schema=wanted.schema, migrations=wanted.migrations)
            yield base, Revision(name=after_name, commit="", settings=replace(settings, database=""))


def _sides(git: Git, between: str) -> tuple[tuple[str, str], str, str]:
    """The name and commit of the one side, and commit (empty for the files as they are) and name of the other."""
    if not between:
        name = default_base(git)
        return (name, git.merge_base(git.commit(name), git.commit("HEAD"), name, "HEAD")), "", "the working tree"
    dots = "..." if "..." in between else ".."
    left, found, right = between.partition(dots)
    if not found:
        git.require_worktree(between)
        return (left, git.commit(left)), "", "the working tree"
    left, right = left or "HEAD", right or "HEAD"
    if ".." in right:
        raise UsageError(f"{between!r} is no pair of revisions", hint="write BASE..HEAD, BASE...HEAD, or BASE")
    before, after = git.commit(left), git.commit(right)
    if dots == "...":
        before = git.merge_base(before, after, left, right)
    return (left, before), after, right


def default_base(git: Git) -> str:
    """What the branch that is checked out is to be merged into. Raises UsageError where that is not known."""
    named = [(variable, os.environ.get(variable, "")) for variable in _BASES]
    tried = [name for _, name in named if name]
    candidates = [one for name in tried for one in (name, f"origin/{name}")]
    candidates += ["origin/HEAD", "main", "master"] if not tried else []
    for one in candidates:
        if git.is_commit(one):
            return one
    raise UsageError(
        f"what to compare with is not known: there is no {' and no '.join(candidates)}",
        hint="name it: `qsys-schema report BASE...HEAD`; or fetch it first, such as `git fetch origin main`",
    )


def _unpacked(git: Git, name: str, commit: str, folder: Path, wanted: Wanted) -> Revision:
    """The revision, its files written into the folder."""
    prefix = PurePosixPath(git.prefix())
    base = folder / prefix
    base.mkdir(parents=True)
    files = [str(prefix / one) for one in SETTINGS_FILES]
    settings_files = [one for one in git.tree(commit, files) if one.path in files]
    remarks = [*_write(git, [one for one in settings_files if one.mode not in _NOT_FOLLOWED], folder, name)]
    settings = read_settings(
        environment=wanted.environment, schema=wanted.schema, migrations=wanted.migrations, base=str(base)
    )
    folders = [_inside(prefix, one, name) for one in (settings.schema, settings.migrations)]
    entries = git.tree(commit, folders)
    remarks += [
        (one.path, f"in {name} it is {_NOT_FOLLOWED[one.mode]}, which is not followed")
        for one in (*settings_files, *entries)
        if one.mode in _NOT_FOLLOWED
    ]
    remarks += _write(git, [one for one in entries if _is_read(one)], folder, name)
    return Revision(name=name, commit=commit, settings=replace(settings, database=""), remarks=tuple(remarks))


def _is_read(entry: Entry) -> bool:
    return entry.mode not in _NOT_FOLLOWED and PurePosixPath(entry.path).suffix in _READ


def _inside(prefix: PurePosixPath, folder: str, name: str) -> str:
    """The path of a folder inside the repository. Raises UsageError for one that lies elsewhere."""
    path = posixpath.normpath(posixpath.join(str(prefix), folder.replace(os.sep, "/")))
    if posixpath.isabs(path) or PurePosixPath(path).parts[:1] == ("..",) or re.match(r"[A-Za-z]:", path):
        raise UsageError(
            f"the folder {folder!r} that {name} names lies outside of the repository",
            hint="what is not in git has no revisions; `qsys-schema diff --format markdown` needs none",
        )
    return path


def _write(git: Git, entries: Sequence[Entry], folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Write these files into the folder; tells which could not be written here."""
    if len(entries) > MOST_FILES or sum(one.size for one in entries) > MOST_BYTES:
        raise UsageError(
            f"{name} has more specs and migrations than can be looked at: {len(entries)} files",
            hint="name the folders by --schema and --migrations",
        )
    safe = [one for one in entries if _is_safe(one.path)]
    for one, content in zip(safe, git.contents(safe), strict=True):
        target = folder / one.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Two names that this file system takes for one must not write over one another.
            with target.open("xb") as file:
                file.write(content)
        except OSError as error:
            yield one.path, f"in {name} it has a name that cannot be written here: {error.strerror}"
    for one in entries:
        if one not in safe:
            yield one.path, f"in {name} it has a path that leads out of its folder, and is not read"


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    return not any(part in {"", ".", ".."} or "\\" in part or ":" in part or part.lower() == ".git" for part in parts)
