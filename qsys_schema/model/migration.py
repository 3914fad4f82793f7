"""A migration as it stands on disk, and as it is about to be written."""

from __future__ import annotations

from dataclasses import dataclass

from qsys_schema.model.step import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One migration read from disk.

    ``id`` is yoyo's: the file name without ``.sql``. ``before`` and ``after`` are fingerprints, empty in a
    hand-written file. Statements have no semicolon and no leading comment.
    ``checksum`` covers the forward and the rollback file. ``forward_lines`` and ``rollback_lines`` hold, for each
    statement, the line of its file that it begins on, counted from 1. ``rows`` are the tables whose rows it means to
    change, as its header says; ``replaces`` are the ids of those that it stands for.
    """

    id: str
    path: str
    depends: tuple[str, ...]
    transactional: bool
    forward: tuple[str, ...]
    rollback: tuple[str, ...]
    before: str
    after: str
    checksum: str
    forward_lines: tuple[int, ...] = ()
    rollback_lines: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def rollback_path(self) -> str:
        """The file that takes it back."""
        return f"{self.path.removesuffix('.sql')}.rollback.sql"

    @property
    def number(self) -> int:
        """The number in front of the name; 0 where there is none."""
        digits = self.id.split(".", 1)[0]
        return int(digits) if digits.isdecimal() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One migration about to be written: everything its two files say.

    ``summary`` is the migration in words, a line each; ``changes``, ``risks`` and ``rollback_risks`` are lines
    of the header; ``locks`` and ``proof`` are sentences. ``replaces`` are the ids of those that it stands for,
    ``allowed`` the lines by which their findings are acknowledged, as they stand there.
    """

    id: str
    depends: tuple[str, ...]
    summary: tuple[str, ...]
    changes: tuple[str, ...]
    risks: tuple[str, ...]
    rollback_risks: tuple[str, ...]
    locks: tuple[str, ...]
    proof: tuple[str, ...]
    before: str
    after: str
    target: str
    forward: tuple[Statement, ...]
    rollback: tuple[Statement, ...]
    transactional: bool = True
    replaces: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
