"""The ladder that every pair of wishes climbs on a real file, and how a refusal on the way is named."""

from __future__ import annotations

import shlex
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from qsys_schema.config import Settings
from qsys_schema.dialects.base import Session
from qsys_schema.dialects.sqlite.dialect import SQLite
from qsys_schema.diff.compare import compare
from qsys_schema.errors import DatabaseDisagrees, ImpossibleChange, ProofFailed
from qsys_schema.model.change import RenameColumn, RenameTable
from qsys_schema.model.schema import Schema
from qsys_schema.model.step import Statement
from qsys_schema.pipeline.difference import Answers, Difference, difference
from qsys_schema.pipeline.facts import require_no_row_in_the_way, with_facts
from qsys_schema.pipeline.project import Project
from qsys_schema.pipeline.proving import proven
from qsys_schema.plan.build import build
from tests.properties import handwritten, population, reading
from tests.properties.choice import Choice, quoted

DIALECT = SQLite()


def ddl(wish: Schema) -> list[str]:
    """The tool's own statements for a wish on an empty database."""
    wanted = DIALECT.normalize(wish, _NOWHERE)
    steps = build(Schema(), wanted, compare(Schema(), wanted), DIALECT)
    return [statement.sql for statement in DIALECT.render(steps)]


_NOWHERE = DIALECT.scratch("")


def climb(folder: Path, before: Schema, after: Schema, choice: Choice) -> str:
    """Migrate a file from one wish to the next and back; "" where all went well, else why it was refused."""
    path = folder / "made_up.db"
    path.unlink(missing_ok=True)
    make(path, before, choice)
    project = Project(settings=Settings(database=f"sqlite:///{path}"), dialect=DIALECT, talk=lambda _: None)
    session = DIALECT.open_to_write(str(path), lambda _: None)
    try:
        return _climb(project, session, before, after)
    finally:
        session.close()


def make(path: Path, wish: Schema, choice: Choice) -> None:
    """Create the wish in a file, by the tool's DDL or by hand-written DDL, and put rows into it."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        statements = ddl(wish)
        # A STRICT table takes no comment behind the type ANY: SQLite takes it for a part of the type.
        if choice.happens(50) and not any(("strict", "true") in table.options for table in wish.tables):
            statements = list(handwritten.statements(choice, DIALECT.normalize(wish, _NOWHERE)))
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if choice.happens(10) else 'ON'}")
        population.fill(connection, DIALECT.normalize(wish, _NOWHERE), choice)
    finally:
        connection.close()


def _climb(project: Project, session: Session, before: Schema, after: Schema) -> str:
    connection = _plain(project)
    live, wish = DIALECT.inspect(session), DIALECT.normalize(before, session)
    assert compare(live, wish) == (), "what was created is not what was wished"
    assert compare(wish, live) == (), "what was created is not what was wished"
    assert DIALECT.inspect(session) == live
    start, rows = reading.read(connection), _rows(connection)
    broken = _violations(connection)
    try:
        found = answered(project, session, after)
        if found.in_sync:
            assert _is_fresh(connection, after)
            return "in sync"
        require_no_row_in_the_way(with_facts(project, session, found))
    except ImpossibleChange as refusal:
        return _named(refusal)
    try:
        proof, _ = proven(project, session, found)
    except ProofFailed as refusal:
        return f"proof failed: {refusal}"
    _run(session, found.statements)
    assert answered(project, session, after).all_changes == (), "the second difference is not empty"
    assert _is_fresh(connection, after), "the migrated file is not like a fresh one"
    _require_rows(connection, start, rows, found)
    assert _is_sound(connection, after), "the file is damaged"
    assert _violations(connection).total() <= broken.total(), "the migration left broken references"
    try:
        _run(session, found.rollback)
    except DatabaseDisagrees:
        told = proof.limits or any(risk.code.startswith(("MF", "CD")) for risk in found.rollback_risks)
        assert told, "the rollback fails, and nobody was told"
        session.rollback()
        return "rows in the way of the rollback"
    assert reading.read(connection) == start, "rolled back, the catalog is another"
    assert {name: len(one) for name, one in _rows(connection).items() if name not in _dropped(found)} == {
        name: len(one) for name, one in rows.items() if name not in _dropped(found)
    }
    connection.close()
    return ""


def answered(project: Project, session: Session, after: Schema) -> Difference:
    """The difference with every question answered: losses are meant, and what is no declared rename is none."""
    answers = Answers()
    while True:
        found = difference(project, session, after, answers)
        if not found.decisions:
            return found
        options = [shlex.split(decision.options[-1]) for decision in found.decisions]
        answers = Answers(
            allow=[*answers.allow, *(name for option, name in options if option == "--allow")],
            no_rename=[*answers.no_rename, *(name for option, name in options if option == "--no-rename")],
        )


def _plain(project: Project) -> sqlite3.Connection:
    connection = sqlite3.connect(project.settings.database.removeprefix("sqlite:///"), isolation_level=None)
    # A computed column may put text and bytes together, and what comes out is not always UTF-8.
    connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    return connection


def _named(refusal: ImpossibleChange) -> str:
    for words in ("rows in the database are in the way", "contradicts the database", "go round in a circle"):
        if words in str(refusal):
            return words
    return f"impossible: {refusal}"


def _run(session: Session, statements: Sequence[Statement]) -> None:
    session.begin()
    for statement in statements:
        session.execute(statement.sql)
    session.commit()


def _is_fresh(connection: sqlite3.Connection, after: Schema) -> bool:
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    for statement in ddl(after):
        fresh.execute(statement)
    wanted, found = reading.read(fresh), reading.read(connection)
    assert wanted == found
    return True


def _is_sound(connection: sqlite3.Connection, after: Schema) -> bool:
    """Whether the file is. SQLite 3.40 takes good values in tables without rowids for values of the wrong kind."""
    without = [one.name for one in after.tables if ("without_rowid", "true") in one.options]
    mistaken = tuple(f"{kind} value in {name}." for kind in ("NULL", "TEXT", "NUMERIC") for name in without)
    said = [text for (text,) in connection.execute("PRAGMA integrity_check")]
    return not [text for text in said if text != "ok" and not text.startswith(mistaken)]


def _violations(connection: sqlite3.Connection) -> Counter[tuple[object, ...]]:
    return Counter(row[2:3] for row in connection.execute("PRAGMA foreign_key_check"))


def _rows(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """All rows by table, each with the rowid where nothing hides it."""
    found = {}
    for name, table in reading.read(connection).items():
        columns = [one for one, about in table["columns"].items() if about[4] == 0]
        hidden = reading.rowid_name(table)
        chosen = [quoted(one) for one in columns] + ([hidden] if hidden else [])
        cursor = connection.execute(f"SELECT {', '.join(chosen)} FROM {quoted(name)}")
        keys = [*columns, *(["(rowid)"] if hidden else [])]
        found[name] = [dict(zip(keys, row, strict=True)) for row in cursor]
    return found


def _dropped(found: Difference) -> set[str]:
    names = {table.name for table in found.live.tables}
    moved = {one.before: one.after for one in found.renames if isinstance(one, RenameTable)}
    return {name for name in names if found.wanted.table(moved.get(name, name)) is None}


def _require_rows(
    connection: sqlite3.Connection,
    start: reading.Catalog,
    rows: dict[str, list[dict[str, object]]],
    found: Difference,
) -> None:
    """Every row is there, with the values of every column that goes on as it was, and with its rowid."""
    catalog, after = reading.read(connection), _rows(connection)
    origins = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    moved = {(one.table, one.after): one.before for one in found.renames if isinstance(one, RenameColumn)}
    for name, new in after.items():
        old = rows.get(origins.get(name, name))
        if old is None or (name in rows and origins.get(name, name) != name and name not in origins):
            continue
        assert len(old) == len(new), f"{name} has not as many rows as before"
        was, is_now = start[origins.get(name, name)]["columns"], catalog[name]["columns"]
        pairs = [("(rowid)", "(rowid)")] if old and new and "(rowid)" in old[0] and "(rowid)" in new[0] else []
        for column, about in is_now.items():
            before = moved.get((name, column), column)
            # Stored on both sides, and declared alike.
            if before in was and (*was[before][:2], was[before][4], about[4]) == (*about[:2], 0, 0):
                pairs.append((before, column))
        wanted = Counter(tuple((type(row[one]), row[one]) for one, _ in pairs) for row in old)
        got = Counter(tuple((type(row[one]), row[one]) for _, one in pairs) for row in new)
        assert wanted == got, f"rows of {name} did not come through"
