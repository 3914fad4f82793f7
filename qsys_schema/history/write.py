"""Writes a migration: its two files and their checksums appear together, or not at all.

Everything is first written beside its place under a name that no runner reads. The rollback and ``qsys.sum`` are then
put in their places, and the migration last: until it is there, its ``.unfinished`` file says that nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import ndiff
from pathlib import Path

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.exchange import sync_folder, written
from qsys_schema.history.header import comment, directives_of, forward_header, rollback_header
from qsys_schema.history.read import load, sql_files
from qsys_schema.history.split import read_script
from qsys_schema.history.sums import NAME, checksum, read_sums, text_of
from qsys_schema.history.unfinished import clear_unfinished
from qsys_schema.model.migration import Draft, Migration
from qsys_schema.model.step import Statement

_ID = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]*")


def write(folder: Path, draft: Draft) -> Migration:
    """Write the migration, its rollback and their checksums; returns it as ``read`` would.

    Raises HistoryBroken, with nothing written, where a file exists already, where the files would not be read back
    as exactly the planned statements, and where the folder cannot be written.
    """
    contents = rendered(draft)
    path = folder / f"{draft.id}.sql"
    back = folder / f"{draft.id}.rollback.sql"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_unfinished(folder)
        for one in (path, back):
            if one.exists():
                raise HistoryBroken(f"{one} exists already; nothing was written", hint="choose another name")
        _place(folder, contents)
    except OSError as error:
        raise HistoryBroken(
            f"{path} cannot be written: {error.strerror or error}; nothing was written",
            hint="check the folder's permissions and the room on the disk",
        ) from error
    return load(folder, draft.id)


def rendered(draft: Draft) -> dict[str, bytes]:
    """The migration's two files by name, the rollback first. Raises HistoryBroken where it cannot be written."""
    _require_writable_name(draft.id)
    _require_isolated(draft)
    forward = _rendered(draft, forward_header(draft), draft.forward, directives_of(draft))
    rollback = _rendered(draft, rollback_header(draft), draft.rollback, {})
    return {f"{draft.id}.rollback.sql": rollback, f"{draft.id}.sql": forward}


def seal(folder: Path) -> tuple[str, ...]:
    """List all files as they are now in ``qsys.sum``; returns the names whose line is new or another.

    For files that somebody has just written or edited on purpose. Raises HistoryBroken where it cannot be written.
    """
    try:
        clear_unfinished(folder)
        contents = {path.name: path.read_bytes() for path in sql_files(folder)}
        sums = {name: checksum(content) for name, content in contents.items()}
        before, _ = read_sums(folder)
        if sums != before:
            temporary = written(folder / NAME, text_of(sums).encode())
            temporary.replace(folder / NAME)
            sync_folder(folder)
    except OSError as error:
        raise HistoryBroken(f"{folder / NAME} cannot be written: {error.strerror or error}") from error
    return tuple(sorted(name for name in sums if before.get(name) != sums[name]))


def _require_writable_name(identifier: str) -> None:
    if not _ID.fullmatch(identifier) or identifier.startswith("post-apply") or identifier.endswith(".rollback"):
        raise HistoryBroken(f"{identifier!r} cannot be the name of a migration; nothing was written")


def _require_isolated(draft: Draft) -> None:
    """Outside a transaction yoyo pairs statements by position when one fails: one of each leaves nothing to confuse."""
    if not draft.transactional and (len(draft.forward), len(draft.rollback)) != (1, 1):
        raise HistoryBroken(
            f"{draft.id} runs outside a transaction with {len(draft.forward)} statements and {len(draft.rollback)} to "
            "roll back; nothing was written",
            hint="such a migration has exactly one of each: give every statement a migration of its own",
        )


def _rendered(draft: Draft, header: str, statements: Sequence[Statement], directives: Mapping[str, str]) -> bytes:
    """The text of one file, read back and found to say what was planned."""
    if not statements:
        raise HistoryBroken(f"{draft.id} has no statements for one direction; nothing was written")
    text = "\n".join((header, *_body(statements)))
    script = read_script(text)
    planned = [statement.sql.strip() for statement in statements]
    if list(script.statements) != planned:
        raise HistoryBroken(
            f"{draft.id}: yoyo would not read these statements as they are planned; nothing was written\n"
            f"{_first_difference(planned, script.statements)}",
            hint="a name or text that ends in a backslash, a carriage return in SQL, and a name such as begin without "
            "quotes confuse its splitter",
        )
    if script.directives != directives:
        raise HistoryBroken(f"{draft.id}: its header would not be read back as it is planned; nothing was written")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise HistoryBroken(f"{draft.id}: a text in it cannot be written as UTF-8: {error.reason}") from error


def _body(statements: Sequence[Statement]) -> Iterator[str]:
    for statement in statements:
        why = "\n".join(comment(statement.comment)) if statement.comment else "--"
        yield f"{why}\n{statement.sql.strip()};\n"


def _first_difference(planned: Sequence[str], read: Sequence[str]) -> str:
    for number, one in enumerate(planned):
        found = read[number] if number < len(read) else ""
        if one != found:
            lines = ndiff(one.splitlines(), found.splitlines())
            return "\n".join(f"    {line}" for line in lines if not line.startswith("?"))
    return "    " + read[len(planned)]


def _place(folder: Path, contents: dict[str, bytes]) -> None:
    """Write the files and the list that names them. The last of ``contents`` is the one that makes it all count."""
    sums, wrong = read_sums(folder)
    if wrong:
        raise HistoryBroken("\n".join(wrong))
    sums |= {name: checksum(content) for name, content in contents.items()}
    *others, last = contents
    try:
        final = written(folder / last, contents[last])
        for name in others:
            written(folder / name, contents[name]).replace(folder / name)
        written(folder / NAME, text_of(sums).encode()).replace(folder / NAME)
        sync_folder(folder)
        final.replace(folder / last)
    except BaseException:
        # Ctrl-C and a full disk too: what is not whole goes.
        clear_unfinished(folder)
        raise
    sync_folder(folder)
