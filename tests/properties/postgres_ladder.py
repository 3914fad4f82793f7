"""The ladder that every pair of made-up specs climbs on a real PostgreSQL, and how a refusal on the way is named."""

from __future__ import annotations

import re
import shlex
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import Settings
from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import (
    ConsentNeeded,
    DatabaseDisagrees,
    ImpossibleChange,
    ProofFailed,
    QsysSchemaError,
    SpecError,
)
from qsys_schema.model.change import AlterColumn, RenameColumn, RenameTable
from qsys_schema.pipeline.difference import Answers, Difference
from qsys_schema.pipeline.generate import Generated, generate
from qsys_schema.pipeline.history import apply, roll_back, whole
from qsys_schema.pipeline.project import Project, open_project
from qsys_schema.spec.paper import text_of
from tests.properties import postgres_population as population
from tests.properties import postgres_reading as reading
from tests.properties.choice import Choice, quoted
from tests.properties.postgres_kinds import Document
from tests.properties.postgres_reading import Catalog, Row

if TYPE_CHECKING:
    from tests.postgres import Connection

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """One pair on its way: a project in a folder, an empty schema to work in, and another one to compare with.

    ``connection`` works in the first, ``fresh`` in the second, which the tool does not know of.
    """

    folder: Path
    url: str
    connection: Connection
    fresh: Connection
    offline: bool
    choice: Choice
    timeline: list[str] = field(default_factory=list)

    def project(self) -> Project:
        """The project as a command opens it."""
        settings = Settings(
            database=self.url,
            schema=str(self.folder / "schema"),
            migrations=str(self.folder / "migrations"),
            dialects=("postgres",),
            offline=self.offline,
        )
        return open_project(settings, lambda _: None)

    def put_specs(self, documents: Sequence[Document]) -> None:
        """Make these the specs, and no others."""
        shutil.rmtree(self.folder / "schema", ignore_errors=True)
        (self.folder / "schema").mkdir(parents=True)
        for number, document in enumerate(documents):
            path = self.folder / "schema" / f"{number:02}.yaml"
            path.write_text(text_of(document), encoding="utf-8")


def climb(pair: Climb, before: Sequence[Document], after: Sequence[Document]) -> str:
    """Migrate from one wish to the next, back and there again; "" where all went well, else why it was refused."""
    pair.put_specs(before)
    try:
        answered(pair.project(), "before")
    except SpecError as refusal:
        return f"before: {_named(refusal)}"
    apply(pair.project(), "", lambda _: None)
    _require_silence(pair, "created")
    population.fill(pair.connection, [one for one in before if "table" in one], pair.choice)
    start, rows = reading.read(pair.connection), reading.rows(pair.connection)
    pair.put_specs(after)
    try:
        generated = answered(pair.project(), "change")
    except (SpecError, ImpossibleChange, ProofFailed) as refusal:
        if isinstance(refusal, ProofFailed) and "please report" in str(refusal):
            raise
        assert not reading.differences(start, reading.read(pair.connection)), "a refusal left something behind"
        return _named(refusal)
    found = generated.difference
    if found.in_sync:
        _require_fresh(pair, after)
        return "in sync"
    apply(pair.project(), "", lambda _: None)
    _require_silence(pair, "migrated")
    _require_fresh(pair, after)
    migrated = reading.read(pair.connection)
    _require_rows(pair.connection, start, rows, found)
    return _back_and_there(pair, generated, start=start, migrated=migrated, rows=rows)


def _back_and_there(pair: Climb, generated: Generated, *, start: Catalog, migrated: Catalog, rows: Rows) -> str:
    found, steps = generated.difference, len(generated.migrations)
    end = ""
    try:
        roll_back(pair.project(), "", steps, lambda _: None)
    except DatabaseDisagrees as refusal:
        if not any(risk.code.startswith(("MF", "CD")) for risk in found.rollback_risks):
            refusal.add_note("the rollback fails, and nobody was told")
            raise
        end = "rows in the way of the rollback"
    else:
        lines = reading.differences(start, reading.read(pair.connection))
        assert not lines, "rolled back, the catalog is another:\n" + "\n".join(lines)
        _require_rows_back(pair.connection, rows, found)
    apply(pair.project(), "", lambda _: None)
    lines = reading.differences(migrated, reading.read(pair.connection))
    assert not lines, "migrated again, the catalog is another:\n" + "\n".join(lines)
    return end


def answered(project: Project, name: str) -> Generated:
    """Generate with every question answered: losses are meant, and what is no declared rename is none."""
    answers = Answers()
    while True:
        try:
            return generate(project, name, answers)
        except ConsentNeeded as asked:
            options = [shlex.split(decision.options[-1]) for decision in asked.decisions]
            answers = Answers(
                allow=[*answers.allow, *(one for option, one in options if option == "--allow")],
                no_rename=[*answers.no_rename, *(one for option, one in options if option == "--no-rename")],
            )


def _named(refusal: QsysSchemaError) -> str:
    """The kind of a refusal: its words without names and numbers."""
    text = refusal.problems[0].text if isinstance(refusal, SpecError) else refusal.what
    if "rows in the database are in the way" in text:
        return "rows in the database are in the way"
    plain = re.sub(r"['\"`].*['\"`]|\d+", "_", text.splitlines()[0])
    return f"{type(refusal).__name__}: {plain}"


def _require_silence(pair: Climb, what: str) -> None:
    project = pair.project()
    wish = project.wish()
    with project.reading() as session:
        live = project.dialect.inspect(session)
        wanted = adopt(project.normalized(wish.schema, session), live)
    assert compare(live, wanted) == (), f"what was {what} is not what was wished"
    assert compare(wanted, live) == (), f"what was {what} is not what was wished"


def _require_fresh(pair: Climb, after: Sequence[Document]) -> None:
    """A schema made straight from the specs has the same catalog."""
    (schema,) = pair.fresh.execute("SELECT quote_ident(current_schema())").fetchone() or ("",)
    for statement in whole(pair.project()):
        pair.fresh.execute(statement.sql)
    wanted, found = reading.read(pair.fresh), reading.read(pair.connection)
    pair.fresh.execute(f"DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")
    if not any("view" in one for one in after):
        # Specs that do not speak of views keep those that are there.
        found = reading.without_views(found)
    unnamed = {str(one["table"]) for one in after if "table" in one and not _names_its_key(one)}
    wanted, found = (reading.without_key_names(catalog, unnamed) for catalog in (wanted, found))
    lines = reading.differences(wanted, found)
    assert not lines, "the migrated schema is not like a fresh one:\n" + "\n".join(lines)


def _names_its_key(document: Document) -> bool:
    """Whether the spec says what its primary key is called: one that nobody names keeps the name that it has."""
    key = document.get("primary_key")
    return isinstance(key, dict) and "name" in key


def _origins(found: Difference) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """What tables and columns that were renamed were called before."""
    tables = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    columns = {(one.table, one.after): one.before for one in found.renames if isinstance(one, RenameColumn)}
    return tables, columns


def _filled(found: Difference) -> set[tuple[str, str]]:
    """The columns whose NULLs are replaced."""
    return {
        (one.table, one.after.name)
        for one in found.changes
        if isinstance(one, AlterColumn) and one.before.nullable and not one.after.nullable
    }


def _types(catalog: Catalog, name: str) -> dict[str, tuple[object, object]]:
    """The type of each stored column."""
    return {one[1]: (one[2], one[5]) for one in catalog.get(name, ()) if one[0] == "column" and one[5] == ""}


def _require_rows(connection: Connection, start: Catalog, rows: Rows, found: Difference) -> None:
    """Every row is there, with the values of every column that goes on as it was."""
    catalog, after = reading.read(connection), reading.rows(connection)
    tables, columns = _origins(found)
    filled, values = _filled(found), _renamed_values(found)
    taken = set(tables.values())
    for name, new in after.items():
        origin = tables.get(name, "" if name in taken else name)
        if origin not in rows or found.live.table(origin) is None:
            continue
        old = rows[origin]
        assert len(old) == len(new), f"{name} has not as many rows as before"
        was, is_now = _types(start, origin), _types(catalog, name)
        moved = {column for table, column in columns if table == name}
        left = {columns[name, column] for column in moved}
        pairs = [
            (before, column)
            for column, kind in is_now.items()
            if (before := columns.get((name, column), "" if column in left else column)) in was
            and (was[before] == kind or (str(kind[0]) in values))
            and (name, column) not in filled
        ]
        wanted = Counter(tuple(values.get(str(is_now[c][0]), {}).get(row[b], row[b]) for b, c in pairs) for row in old)
        got = Counter(tuple(row[column] for _, column in pairs) for row in new)
        assert wanted == got, f"rows of {name} did not come through: {wanted - got} became {got - wanted}"


def _renamed_values(found: Difference) -> dict[str, dict[str | None, str]]:
    """The values of enumerated types that are called otherwise."""
    names = ((name, one) for one in found.wanted.enums if one.renamed for name in (one.name, quoted(one.name)))
    return {name: dict(one.renamed) for name, one in names}


def _require_rows_back(connection: Connection, rows: Rows, found: Difference) -> None:
    """Rolled back, every row that was not meant to be lost is as it was."""
    tables, columns = _origins(found)
    back = reading.rows(connection)
    lost = {
        (tables.get(risk.ref.table, risk.ref.table), columns.get((risk.ref.table, risk.ref.name), risk.ref.name))
        for risk in found.risks
        if risk.consent
    }
    lost |= {(tables.get(t, t), columns.get((t, c), c)) for t, c in _filled(found)}
    gone = {one.name for one in found.live.tables} - {tables.get(one.name, one.name) for one in found.wanted.tables}
    for name, old in rows.items():
        if name in gone:
            continue
        new = back[name]
        assert len(old) == len(new), f"rolled back, {name} has not as many rows as before"
        kept = [column for column in (old[0] if old else {}) if (name, column) not in lost]
        wanted = Counter(tuple(row[column] for column in kept) for row in old)
        got = Counter(tuple(row[column] for column in kept) for row in new)
        assert wanted == got, f"rolled back, rows of {name} are others: {wanted - got} became {got - wanted}"
