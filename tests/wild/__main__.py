"""Adopt databases that other programs made, change ten things in each, migrate, roll back, and compare.

``python -m tests.wild FOLDER`` takes every ``*.db`` of a folder, ``python -m tests.wild URL...`` databases on a server;
they themselves are only copied. A line each says how far it came: ``ok``, ``refused`` with the reason, or what was not
as it should be (exit code 1).
"""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qsys_schema.spec.paper import text_of
from qsys_schema.spec.read import read
from tests.command import Command, Finished
from tests.properties import reading
from tests.properties.choice import quoted
from tests.wild.edits import ten_changes
from tests.wild.wrong import WentWrongError, expect, words

DATABASE = ("--database", "sqlite:///wild.db")

_NOT_THEIRS = ("sqlite_", "_yoyo", "yoyo_", "_qsys")
"""Beginnings of the names of tables that came with the tools."""


def adopt_and_change(original: Path, folder: Path) -> str:
    """The whole way for one database; what was refused, or how much it was. Raises WentWrongError."""
    shutil.copyfile(original, folder / "wild.db")
    run = Command(folder=folder, private=folder)
    pulled = run("pull", "--baseline", *DATABASE)
    if pulled.code:
        return "refused to pull: " + words(pulled)
    expect(run("diff", "--exit-code", *DATABASE), "what was pulled is not what is there")
    start = _state(folder / "wild.db")
    texts = {path: read(path.read_text(encoding="utf-8")).document for path in sorted((folder / "schema").iterdir())}
    documents = {path: document for path, document in texts.items() if document and "table" in document}
    done = ten_changes(list(documents.values()), original.stem)
    for path, document in documents.items():
        path.write_text(text_of(document), encoding="utf-8")
    made = _generate(run)
    if made.code:
        return f"refused to generate: {words(made)} {done}"
    expect(run("apply", *DATABASE), "it does not apply")
    expect(run("diff", "--exit-code", *DATABASE), "applied, something is left to do")
    expect(run("check"), "the check does not hold")
    _require_rows(start, _state(folder / "wild.db"), done, exact=False)
    back = run("rollback", *DATABASE)
    if "NOT NULL constraint failed" in back.stderr:
        return f"rows in the way of the rollback, as its header says {done}"
    expect(back, "it does not roll back")
    end = _state(folder / "wild.db")
    _require_rows(start, end, done, exact=True)
    if start["catalog"] != end["catalog"]:
        raise WentWrongError(f"rolled back, the catalog is another: {_differing(start['catalog'], end['catalog'])}")
    rows = sum(found.total() for found in start["rows"].values())
    return f"ok, {len(documents)} tables, {rows} rows"


def _differing(before: Any, after: Any) -> str:
    """The first things that differ, as they were and as they are."""
    (tables, programs), (tables_after, programs_after) = before, after
    found = [
        f"{name} {what}: {value} became {tables_after.get(name, {}).get(what)}"
        for name, table in tables.items()
        for what, value in table.items()
        if tables_after.get(name, {}).get(what) != value
    ]
    found += [str(one) for one in programs if one not in programs_after]
    return "; ".join(found)[:1000]


def _generate(run: Command) -> Finished:
    """Write the migration, with every question answered by its last option: what is lost is meant to be."""
    options: list[str] = []
    while True:
        done = run("generate", "ten_changes", *options, *DATABASE, "--format", "json")
        if done.code != 4:
            return done
        for decision in json.loads(done.stdout)["decisions"]:
            options += shlex.split(decision["options"][-1])


def _state(path: Path) -> dict[str, Any]:
    """The catalog as SQLite's own functions tell it, and all rows; statistics and our own records are left out."""
    with closing(sqlite3.connect(path)) as connection:
        # A collation of its own program: here it only has to exist.
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        names = [
            str(name)
            for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
            if not str(name).lower().startswith(_NOT_THEIRS) and "VIRTUAL" not in sql[:20].upper()
        ]
        programs = sorted(
            (kind, name, reading.words_of(sql))
            for kind, name, sql in connection.execute(
                "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')"
            )
        )
        tables = reading.read(connection, names)
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise WentWrongError("the file is damaged")
        rows = {name: _rows(connection, name, table["columns"]) for name, table in tables.items()}
        return {"catalog": (tables, programs), "rows": rows}


def _rows(connection: sqlite3.Connection, table: str, columns: Iterable[str]) -> Counter[Any]:
    names = sorted(columns)
    connection.text_factory = bytes
    chosen = ", ".join(f"typeof({quoted(name)}), {quoted(name)}" for name in names)
    found = Counter(connection.execute(f"SELECT {chosen} FROM {quoted(table)}").fetchall())
    connection.text_factory = str
    return found


def _require_rows(before: dict[str, Any], after: dict[str, Any], done: list[str], *, exact: bool) -> None:
    """No row was lost; rolled back, every one is as it was but for a column that was dropped."""
    dropped = {line.partition(": column dropped")[0] for line in done if ": column dropped" in line}
    for name, rows in before["rows"].items():
        found = after["rows"].get(name, Counter())
        if found.total() != rows.total():
            raise WentWrongError(f"{name} had {rows.total()} rows and has {found.total()} {done}")
        if exact and name not in dropped and found != rows:
            raise WentWrongError(f"rows of {name} did not come back as they were {done}")


def main(arguments: list[str]) -> int:
    """Every database of the folder, or of the URLs; 1 if anything went wrong."""
    wrong = 0
    for name, way in _databases(arguments):
        with tempfile.TemporaryDirectory() as folder:
            try:
                said = way(Path(folder))
            except WentWrongError as error:
                wrong += 1
                said = f"WRONG: {error}"
        print(f"{name}: {said}", flush=True)
    return 1 if wrong else 0


def _databases(arguments: list[str]) -> Iterator[tuple[str, Callable[[Path], str]]]:
    """The name of each database, and the whole way for it."""
    for argument in arguments:
        if "://" in argument:
            from tests.wild import postgres

            yield urlsplit(argument).path.lstrip("/"), partial(postgres.adopt_and_change, argument)
        else:
            for path in sorted(Path(argument).glob("*.db")):
                yield path.stem, partial(adopt_and_change, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
