"""What is asked of git: commits by name, the files of a tree, their contents. Nothing is written or checked out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from qsys_schema.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a tree: its mode as git writes it, its object, its bytes, and its path from the repository's root."""

    mode: str
    object: str
    size: int
    path: str


class Git:
    """The repository that the folder belongs to; the working directory's where none is given."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder or "."

    def require_repository(self) -> None:
        """Raise UsageError where git is missing, or the folder is in no repository."""
        done = self._run("rev-parse", "--git-dir")
        if done.returncode:
            said = _said(done)
            raise UsageError(
                f"git does not read this folder as part of a repository: {said}",
                hint="run it inside of a clone" if "safe.directory" not in said else "git says itself how to allow it",
            )

    def require_worktree(self, between: str) -> None:
        """Raise UsageError where no files are checked out, so that there is nothing to compare a revision with."""
        if self._text("rev-parse", "--is-inside-work-tree") != "true":
            raise UsageError(
                f"this repository has no files checked out to compare {between} with",
                hint=f"name both sides: {between}..HEAD",
            )

    def prefix(self) -> str:
        """The folder's path in the repository; empty for its root, and for a repository without files."""
        if self._text("rev-parse", "--is-inside-work-tree") != "true":
            return ""
        return self._text("rev-parse", "--show-prefix").rstrip("/")

    def is_commit(self, name: str) -> bool:
        """Whether there is such a revision here."""
        return not self._resolved(name).returncode

    def commit(self, name: str) -> str:
        """The full name of a commit. Raises UsageError for one that is not here."""
        done = self._resolved(name)
        if done.returncode:
            raise UsageError(f"git knows no revision {name!r} here", hint=self._how_to_get(name))
        return done.stdout.decode().strip()

    def _resolved(self, name: str) -> subprocess.CompletedProcess[bytes]:
        # A name that begins with a dash stays a name.
        return self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def merge_base(self, one: str, other: str, name: str, other_name: str) -> str:
        """The commit that two have in common. Raises UsageError where there is none here."""
        done = self._run("merge-base", one, other)
        if done.returncode:
            raise UsageError(
                f"{name} and {other_name} have no commit in common here", hint=self._how_to_get(name, shared=True)
            )
        return done.stdout.decode().split()[0]

    def _how_to_get(self, name: str, *, shared: bool = False) -> str:
        if self._text("rev-parse", "--is-shallow-repository") == "true":
            return (
                "this clone has only the newest commits: fetch the others by `git fetch --unshallow`, or by "
                "fetch-depth: 0 where a workflow checks it out"
            )
        if shared:
            return "they began apart; two dots, BASE..HEAD, compare them as they are"
        return (
            f"fetch it first: `git fetch origin {name.removeprefix('origin/')}`; `git branch --all` lists what is here"
        )

    def tree(self, commit: str, paths: Sequence[str]) -> tuple[Entry, ...]:
        """Every file of these paths in a commit, in git's order; nothing for a path that is not there."""
        done = self._checked("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *paths)
        found = []
        for line in done.split(b"\0"):
            if line:
                facts, _, path = line.partition(b"\t")
                mode, _, name, size = facts.decode().split()
                count = int(size) if size.isdecimal() else 0
                found.append(Entry(mode=mode, object=name, size=count, path=os.fsdecode(path)))
        return tuple(found)

    def contents(self, entries: Sequence[Entry]) -> list[bytes]:
        """The contents of these files. Raises UsageError where git has not got one."""
        if not entries:
            return []
        asked = "".join(f"{one.object}\n" for one in entries).encode()
        rest = self._checked("cat-file", "--batch", given=asked)
        found = []
        for one in entries:
            line, _, rest = rest.partition(b"\n")
            words = line.split()
            if len(words) != 3 or words[1] != b"blob":  # noqa: PLR2004 - its name, its kind, its bytes
                raise UsageError(f"git has not got {one.path}: {line.decode(errors='replace')}", hint="fetch it first")
            size = int(words[2])
            found.append(rest[:size])
            rest = rest[size + 1 :]
        return found

    def _text(self, *arguments: str) -> str:
        return self._run(*arguments).stdout.decode(errors="surrogateescape").rstrip("\n")

    def _checked(self, *arguments: str, given: bytes = b"") -> bytes:
        done = self._run(*arguments, given=given)
        if done.returncode:
            raise UsageError(f"git {arguments[0]} failed: {_said(done)}", hint="see whether `git fsck` finds something")
        return done.stdout

    def _run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git. It asks nobody for a password, and takes no lock."""
        environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            return subprocess.run(
                ["git", "--no-pager", *arguments],  # noqa: S607 - whichever git there is
                cwd=self._folder,
                env=environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise UsageError(
                "git is not installed, or not on the PATH", hint="install it; revisions are read by it"
            ) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git wrote, on one line."""
    return " ".join(done.stderr.decode(errors="replace").split()).removeprefix("fatal: ") or f"exit {done.returncode}"
