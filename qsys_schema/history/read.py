"""Reads a folder of migrations as yoyo would, and names whatever is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.exchange import begun_exchange, seen_through
from qsys_schema.history.header import printable, read_fingerprints, read_replaces, read_rows
from qsys_schema.history.order import contradictions, forks, ordered
from qsys_schema.history.split import Piece, Script, is_directive, read_script
from qsys_schema.history.sums import NAME, checksum_of_both, differences, read_sums
from qsys_schema.history.unfinished import unfinished_files
from qsys_schema.model.migration import Migration

_BACK = ".rollback.sql"
_OWN_TRANSACTION = re.compile(
    r"(?:/\*.*?\*/\s*)*(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK(?!.*\bTO\b))\b", re.IGNORECASE | re.DOTALL
)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A folder as it is: its migrations in yoyo's order, and every problem, a line each with its file.

    ``forks`` are those of the problems that two branches make which were merged: ``rebase`` mends them. ``unsealed``
    are those that ``seal`` mends: files that ``qsys.sum`` does not list as they are; ``changed`` are their names.
    """

    migrations: tuple[Migration, ...]
    problems: tuple[str, ...]
    forks: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def read(folder: Path) -> tuple[Migration, ...]:
    """The migrations of a folder in yoyo's order; none where there is no folder.

    Raises HistoryBroken with every problem: a file edited, missing, or in contradiction to another.
    """
    history = survey(folder)
    if history.problems == history.forks and history.forks:
        raise HistoryBroken(
            "\n".join(history.problems),
            hint="two branches that each added a migration were merged; `qsys-schema rebase` puts one behind the other",
        )
    if history.problems:
        raise HistoryBroken(
            "\n".join(history.problems),
            hint="bring the files back as they were (git can); for a migration that was written or edited on purpose "
            "and is applied nowhere, run `qsys-schema seal`",
        )
    return history.migrations


def survey(folder: Path, *, merged: bool = False) -> History:
    """Everything in the folder, with everything that is wrong. Reads each file once.

    An unresolved merge of the checksums is no problem where ``merged`` is true: the lines of both sides count.
    """
    found: list[str] = []
    contents: dict[str, bytes] = {}
    begun = begun_exchange(folder)
    # What an exchange has begun counts already.
    ignored = unfinished_files(folder) if folder.is_dir() and begun is None else frozenset[str]()
    for path in sql_files(folder):
        shown = printable(path.name)
        if shown != path.name:
            # Every message and line about it would end or turn where the name does.
            found.append(f"{folder / shown}: the file's name holds a character that is not to be seen; rename it")
        elif path.name not in ignored:
            try:
                contents[path.name] = path.read_bytes()
            except OSError as error:
                found.append(f"{path}: cannot be read: {error.strerror or error}")
    sums, wrong = read_sums(folder, merged=merged)
    if begun is not None:
        sums, wrong = begun.sums, ()
        contents = seen_through(folder, begun, contents)
    found += wrong
    listed = {name: digest for name, digest in sums.items() if name not in ignored}
    unlike = () if wrong else tuple(differences(listed, contents))
    if contents and not sums and not wrong:
        unsealed = [f"{folder / NAME} is missing: without checksums nobody sees when a migration is edited"]
    else:
        unsealed = [f"{folder / name}: {text}" for name, text in unlike]
    found += unsealed
    found += _foreign_files(folder)
    migrations = []
    lines: dict[str, int] = {}
    for name in contents:
        if name.endswith(_BACK):
            if name.removesuffix(_BACK) + ".sql" not in contents:
                found.append(f"{folder / name}: a rollback without its migration")
            continue
        if name.startswith("post-apply"):
            found.append(f"{folder / name}: hooks that run after every apply are not run by qsys-schema; remove it")
            continue
        migration, line, own = _migration(folder, name.removesuffix(".sql"), contents)
        found += own
        if migration is not None:
            migrations.append(migration)
            lines[migration.id] = line
    found += contradictions(migrations, lines)
    forked = tuple(forks(migrations))
    in_order, circle = ordered(migrations)
    return History(
        migrations=(*in_order, *circle),
        problems=(*found, *forked),
        forks=forked,
        unsealed=tuple(unsealed),
        changed=tuple(name for name, _ in unlike),
    )


def load(folder: Path, identifier: str) -> Migration:
    """One migration. Raises HistoryBroken for what is wrong with its two files."""
    names = (f"{identifier}.sql", f"{identifier}{_BACK}")
    contents = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
    migration, _, found = _migration(folder, identifier, contents)
    if migration is None or found:
        raise HistoryBroken("\n".join(found))
    return migration


def sql_files(folder: Path) -> tuple[Path, ...]:
    """The folder's ``.sql`` files by name; none where there is no folder."""
    if not folder.is_dir():
        return ()
    return tuple(sorted((path for path in folder.iterdir() if path.suffix == ".sql" and path.is_file()), key=_name))


def _name(path: Path) -> str:
    return path.name


def _foreign_files(folder: Path) -> Iterator[str]:
    """What yoyo would run and we do not: a difference between the two must be seen."""
    for path in sorted(folder.glob("*.py")):
        yield f"{path}: yoyo would run this Python migration and qsys-schema does not; write it in SQL, or move it away"


def _migration(
    folder: Path, identifier: str, contents: Mapping[str, bytes]
) -> tuple[Migration | None, int, tuple[str, ...]]:
    """A migration from its files, the line of its dependencies, and what is wrong with it."""
    path, back = folder / f"{identifier}.sql", folder / f"{identifier}{_BACK}"
    content = contents.get(path.name, b"")
    back_content = contents.get(back.name)
    text, found = _text(path, content)
    back_text, more = _text(back, back_content) if back_content is not None else ("", [])
    found += more
    if text is None or back_text is None:
        return None, 1, tuple(found)
    script, rollback = read_script(text), read_script(back_text)
    found += _statement_problems(path, script)
    if back_content is None:
        found.append(f"{path}: has no rollback; write {back.name}")
    else:
        found += _statement_problems(back, rollback)
    found += _directive_problems(path, text, script)
    before, after = read_fingerprints(text)
    migration = Migration(
        id=identifier,
        path=path.as_posix(),
        depends=tuple(dict.fromkeys(script.directives.get("depends", "").split())),
        transactional=script.directives.get("transactional", "true").lower() != "false",
        forward=script.statements,
        rollback=rollback.statements,
        before=before,
        after=after,
        checksum=checksum_of_both(content, back_content or b""),
        forward_lines=tuple(piece.line for piece in script.pieces),
        rollback_lines=tuple(piece.line for piece in rollback.pieces),
        rows=read_rows(text),
        replaces=read_replaces(text),
    )
    return migration, _depends_line(text), tuple(found)


def _text(path: Path, content: bytes) -> tuple[str | None, list[str]]:
    if content.startswith(_BOM):
        return None, [f"{path}: begins with a byte order mark, which hides its header from yoyo; save it without"]
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [f"{path}:{line}: not UTF-8; save it as UTF-8"]


def _statement_problems(path: Path, script: Script) -> Iterator[str]:
    if not script.pieces:
        yield f"{path}: has no statements; yoyo would record it as done and do nothing"
    for piece in script.pieces:
        if _is_own_transaction(piece):
            yield (
                f"{path}:{piece.line}: YO106 {piece.sql.splitlines()[0][:40]!r}: a migration already is a transaction, "
                "together with its record; take the statement out"
            )


def _is_own_transaction(piece: Piece) -> bool:
    return _OWN_TRANSACTION.match(piece.sql) is not None


def _directive_problems(path: Path, text: str, script: Script) -> Iterator[str]:
    transactional = script.directives.get("transactional", "true")
    if transactional.lower() not in {"true", "false"}:
        yield f"{path}:{_line(text, 'transactional')}: transactional is {transactional!r}; yoyo knows true and false"


def _depends_line(text: str) -> int:
    return _line(text, "depends")


def _line(text: str, directive: str) -> int:
    """The line of a directive in the header, counted from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if directive in line and is_directive(line):
            return number
    return 1
