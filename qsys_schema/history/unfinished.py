"""What a killed ``write`` leaves behind, and how it is seen through: as if it had never begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qsys_schema.history.exchange import UNFINISHED, finish_exchange
from qsys_schema.history.sums import NAME, read_sums, text_of


def unfinished_files(folder: Path) -> frozenset[str]:
    """The names of files that belong to a migration which was never put in its place: its rollback, say."""
    return frozenset(name for identifier in _unfinished_ids(folder) for name in _files_of(identifier))


def clear_unfinished(folder: Path) -> None:
    """Take away what a killed or failed ``write`` left, its lines in ``qsys.sum`` included.

    An exchange that was begun is finished instead: it counts already.
    """
    finish_exchange(folder)
    identifiers = tuple(_unfinished_ids(folder))
    names = {name for identifier in identifiers for name in _files_of(identifier)}
    if names:
        sums, wrong = read_sums(folder)
        if not wrong and names & sums.keys():
            kept = {name: digest for name, digest in sums.items() if name not in names}
            temporary = folder / f"{NAME}{UNFINISHED}"
            temporary.write_bytes(text_of(kept).encode())
            temporary.replace(folder / NAME)
        for identifier in identifiers:
            (folder / f"{identifier}.rollback.sql").unlink(missing_ok=True)
    # The file that tells of it all goes last.
    for path in sorted(folder.glob(f"*{UNFINISHED}"), key=lambda one: one.name.removesuffix(UNFINISHED) in names):
        with suppress(FileNotFoundError):
            path.unlink()


def _unfinished_ids(folder: Path) -> Iterator[str]:
    """A migration that waits for its name, and has not got it."""
    for path in sorted(folder.glob(f"*.sql{UNFINISHED}")):
        name = path.name.removesuffix(UNFINISHED)
        if not name.endswith(".rollback.sql") and not (folder / name).exists():
            yield name.removesuffix(".sql")


def _files_of(identifier: str) -> tuple[str, str]:
    return f"{identifier}.sql", f"{identifier}.rollback.sql"
