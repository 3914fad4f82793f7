"""What the product promises: from these specs to those, through a real database, and back.

Every case climbs the same ladder, so a promise is kept for all of them or the suite says which one breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from yoyo.migrations import read_sql_migration

from qsys_schema.diff.compare import compare
from qsys_schema.errors import QsysSchemaError
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.risk import RiskKind
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import Generated, generate, preview
from qsys_schema.pipeline.words import detail_of, kind_of, risk_line
from tests.command import ROOT
from tests.ladder.case import DATABASES, Case, all_cases, as_parameters, elsewhere
from tests.ladder.rows import require_rows_kept, require_rows_returned
from tests.ladder.sqlite_workshop import SQLiteWorkshop
from tests.ladder.workshop import Seen, Workshop, texts

PACKAGE = ROOT / "qsys_schema"
ALL = all_cases()
ACCEPTED = as_parameters([case for case in ALL if not case.is_refused])
REFUSED = as_parameters([case for case in ALL if case.is_refused])


_OF_TYPES_AND_FUNCTIONS = {
    *("add_enum", "alter_enum", "drop_enum"),
    *("add_definition", "alter_definition", "drop_definition"),
}
"""Kinds of change that only a database with types and functions of its own has."""

_WITHOUT_A_CASE: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "MF108": "there are no enumerated types",
        "BC105": "there are no functions or types",
        "BC106": "there are no enumerated types",
    },
    "postgres": {},
}
"""Risks that cannot be, by database, with the reason."""


_DUMPED = frozenset(
    {
        "column/not_null_with_backfill",
        "foreign_key/add",
        "postgres/comments_added",
        "postgres/enum_values_in_another_order",
        "postgres/generated_column_changed_with_its_index",
        "postgres/identity_always_added",
        "postgres/indexes_of_all_kinds",
        "postgres/list_partition_added",
        "postgres/materialized_view_over_a_column_that_gets_another_type",
        "postgres/primary_key_changed",
        "postgres/serial_becomes_identity",
        "postgres/trigger_and_its_function_added",
        "table/many_changes_at_once",
        "unique/widened",
    }
)
"""Cases whose outcome ``pg_dump`` is asked about, too: a few of each kind, since each takes two databases."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of the test's own, with a cache of its own."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def workshop(case: Case, here: Path, request: pytest.FixtureRequest) -> Iterator[Workshop]:
    """The workshop of the case's database, in that working directory."""
    assert here == Path.cwd()
    if case.database == "sqlite":
        yield SQLiteWorkshop()
        return
    from tests.ladder.postgres_workshop import workshop_on

    names = ("postgres_admin_url", "postgres_server_url", "postgres_admin")
    with closing(workshop_on(*map(request.getfixturevalue, names))) as made:
        yield made


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_case_climbs_the_whole_ladder(case: Case, workshop: Workshop, golden: bool) -> None:
    """What is generated equals the expected texts, does what they say, keeps all rows, and can be taken back.

    That the same comes of it each time is told by the expected texts too, which another process wrote.
    """
    workshop.prepare(case)
    start = workshop.look()
    broken = workshop.violations()
    schema = workshop.inspected()

    made = workshop.plan(case)
    forward, rollback = texts(made)
    case.compare("changes.txt", _changes(made), rewrite=golden)
    case.compare(f"{case.database}.sql", forward, rewrite=golden)
    case.compare(f"{case.database}.rollback.sql", rollback, rewrite=golden)
    _require_read_as_planned(made)

    workshop.forward()
    migrated = workshop.look()
    _require_in_sync(case, workshop)
    _require_as_if_made_straight(migrated, workshop)
    require_rows_kept(made.difference, start, migrated)
    assert workshop.violations() == broken

    if case.cannot_return:
        _require_refused_whole(case, workshop, made, migrated, golden)
        workshop.empty(list(migrated.rows))
        start, broken = replace(start, rows={name: [] for name in start.rows}), []
    workshop.back(made)
    returned = workshop.look()
    assert returned.catalog == start.catalog
    assert not compare(schema, workshop.inspected())
    require_rows_returned(made.difference, start, returned)
    assert workshop.violations() == broken


@pytest.mark.parametrize(
    "case", as_parameters([case for case in ALL if case.name in _DUMPED and case.database == "postgres"])
)
def test_a_dump_tells_no_difference(case: Case, workshop: Workshop) -> None:
    """``pg_dump`` has the same to say of a migrated database and of one that was made from the specs at once."""
    from tests.ladder.postgres_workshop import PostgresWorkshop

    assert isinstance(workshop, PostgresWorkshop)
    pg_dump = workshop.pg_dump()
    if pg_dump is None:
        pytest.skip("there is no pg_dump as new as the server")
    workshop.prepare(case)
    workshop.plan(case)
    workshop.forward()
    migrated, straight = workshop.dumps(pg_dump)
    assert migrated == straight


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_what_where_why_and_what_to_do(case: Case, workshop: Workshop, golden: bool) -> None:
    """What cannot be done safely ends in exactly this message and exit code, and nothing is written."""
    workshop.prepare(case)
    files = _files(workshop)
    before = workshop.look()
    with pytest.raises(QsysSchemaError) as refused:
        workshop.plan(case)
    case.compare("error.txt", workshop.told(refused.value), rewrite=golden)
    assert _files(workshop) == files
    assert workshop.look() == before


@pytest.mark.parametrize("case", as_parameters(elsewhere()))
def test_a_case_of_one_database_is_another_on_others(case: Case, workshop: Workshop) -> None:
    """A case that is kept from a database without need would leave that database untested."""
    assert not any(name.startswith(f"{case.database}.") for name in case.golden_files)
    if case.plain_text("before.sql") or case.plain_text("by_hand.sql"):
        return
    # Rows that the other database does not take are a difference too, in its driver's words.
    changes = ""
    with suppress(Exception):
        workshop.prepare(case)
        changes = _changes(workshop.plan(case))
    assert not changes or changes != case.plain_text("changes.txt")


@pytest.mark.parametrize("case", as_parameters(ALL))
def test_no_expected_file_is_left_unread(case: Case) -> None:
    """An expected file that no test reads would promise something that nobody checks."""
    of_all = [replace(case, database=database) for database in case.databases]
    assert case.golden_files == frozenset().union(*(one.required for one in of_all))
    assert case.folder.joinpath("after").is_dir() or case.folder.joinpath("after.yaml").exists()


@pytest.mark.parametrize("database", DATABASES)
def test_every_kind_of_change_has_a_case(database: str) -> None:
    """A kind of change without a case is a kind whose SQL nobody has read; no spec makes baselines."""
    without = {"sqlite": {"set_table_comment", *_OF_TYPES_AND_FUNCTIONS}}.get(database, set())
    spoken_of = {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in get_args(c.Change)}
    lines = [line for case in _on(database) for line in case.golden("changes.txt").splitlines()]
    seen = {line.split()[0] for line in lines if line[:1].strip()}
    assert not spoken_of - seen - without - {"add_verbatim", "drop_verbatim"}


@pytest.mark.parametrize("database", DATABASES)
def test_every_risk_has_a_case(database: str) -> None:
    """A risk that no case shows is a warning that nobody has read."""
    codes = {
        code
        for path in (PACKAGE / "diff" / "risk.py", PACKAGE / "dialects" / database / "risks.py")
        for code in re.findall(r'"((?:BC|CD|DS|LT|MF|PG)\d{3})"', path.read_text(encoding="utf-8"))
    }
    seen = {word for case in _on(database) for word in re.findall(r"\b[A-Z]{2}\d{3}\b", case.golden("changes.txt"))}
    assert not codes - seen - _WITHOUT_A_CASE[database].keys()


def _on(database: str) -> list[Case]:
    return [case for case in ALL if case.database == database]


def _files(workshop: Workshop) -> list[Path]:
    return sorted(workshop.migrations.glob("*")) if workshop.migrations.exists() else []


def _changes(made: Generated) -> str:
    """Every change by kind, then the risks of going forward, then those of going back: a line each."""
    found = made.difference
    changes = [f"{kind_of(one)} {ref_of(one)}: {detail_of(one)}".removesuffix(": ") for one in found.all_changes]
    lines = [
        *changes,
        "",
        "risks forward:",
        *[f"  {risk_line(risk)}" for risk in found.risks],
        "risks back:",
        *[f"  {risk_line(risk)}" for risk in found.rollback_risks],
    ]
    return "\n".join(lines) + "\n"


def _require_read_as_planned(made: Generated) -> None:
    """Yoyo itself, from the files on disk, runs the planned statements and no others."""
    for migration, stage in zip(made.migrations, made.difference.stages, strict=True):
        path = Path(migration.path)
        for file, planned in ((path, stage.statements), (path.with_suffix(".rollback.sql"), stage.rollback)):
            _, _, read = read_sql_migration(str(file))
            assert [_bare(statement) for statement in read] == [statement.sql for statement in planned]


def _bare(statement: str) -> str:
    lines = statement.splitlines()
    while lines and (lines[0].startswith("--") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines).strip().removesuffix(";")


def _require_refused_whole(case: Case, workshop: Workshop, made: Generated, migrated: Seen, golden: bool) -> None:
    """A rollback that the rows forbid was announced as a risk, and leaves everything as it was."""
    assert any(risk.kind is RiskKind.MAY_FAIL_ON_DATA for risk in made.difference.rollback_risks)
    with pytest.raises(QsysSchemaError) as refused:
        workshop.back(made)
    case.compare("rollback_error.txt", workshop.told(refused.value), rewrite=golden)
    if len(made.migrations) > 1:
        # It stopped between two of them; what was taken back can be done again.
        workshop.forward()
    assert workshop.look() == migrated


def _require_in_sync(case: Case, workshop: Workshop) -> None:
    """Nothing is left to do, whether or not the options are given again, and nothing is generated."""
    project = workshop.open_here()
    assert preview(project, Answers()).in_sync
    if case.text("options.txt"):
        answers = replace(case.answers, rename=()) if case.asks_once else case.answers
        assert generate(project, "again", answers).migrations == ()


def _require_as_if_made_straight(migrated: Seen, workshop: Workshop) -> None:
    """The catalog is that of a database made from the specs; triggers and views that they do not name are extra."""
    straight = workshop.made_straight()
    assert migrated.catalog.tables == straight.catalog.tables
    assert straight.catalog.others.items() <= migrated.catalog.others.items()
