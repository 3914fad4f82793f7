"""What the product promises: from these specs to those, through a real database, and back.

Every case climbs the same ladder, so a promise is kept for all of them or the suite says which one breaks it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from yoyo.migrations import read_sql_migration

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import QsysSchemaError
from qsys_schema.model import change as c
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.schema import Schema
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import Generated, generate, preview
from qsys_schema.pipeline.words import detail_of, kind_of, risk_line
from tests.command import ROOT
from tests.ladder import workshop
from tests.ladder.case import Case, all_cases, as_parameters
from tests.ladder.rows import require_rows_kept, require_rows_returned
from tests.ladder.workshop import Seen

PACKAGE = ROOT / "qsys_schema"
ALL = all_cases()
ACCEPTED = as_parameters([case for case in ALL if not case.is_refused])
REFUSED = as_parameters([case for case in ALL if case.is_refused])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of the test's own, with a cache of its own."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_case_climbs_the_whole_ladder(case: Case, golden: bool, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is generated equals the expected texts, does what they say, keeps all rows, and can be taken back."""
    workshop.prepare(case)
    again = here.with_name("again")
    shutil.copytree(here, again)
    start = workshop.look(workshop.DATABASE)
    broken = workshop.violations(workshop.DATABASE)
    schema = _inspected()

    made = workshop.plan(case)
    forward, rollback = workshop.texts(made)
    case.compare("changes.txt", _changes(made), rewrite=golden)
    case.compare("sqlite.sql", forward, rewrite=golden)
    case.compare("sqlite.rollback.sql", rollback, rewrite=golden)
    _require_read_as_planned(made)

    workshop.forward()
    migrated = workshop.look(workshop.DATABASE)
    _require_in_sync(case)
    _require_as_if_made_straight(migrated)
    require_rows_kept(made.difference, start, migrated)
    assert workshop.violations(workshop.DATABASE) == broken

    if case.cannot_return:
        _require_refused_whole(case, made, migrated, golden)
        workshop.run_on(workshop.DATABASE, "".join(f'DELETE FROM "{name}";\n' for name in migrated.rows))
        start, broken = replace(start, rows={name: [] for name in start.rows}), []
    workshop.back()
    returned = workshop.look(workshop.DATABASE)
    assert returned.catalog == start.catalog
    assert not compare(schema, _inspected())
    require_rows_returned(made.difference, start, returned)
    assert workshop.violations(workshop.DATABASE) == broken

    monkeypatch.chdir(again)
    assert workshop.texts(workshop.plan(case)) == (forward, rollback), "generated twice, it is not the same"


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_what_where_why_and_what_to_do(case: Case, golden: bool, here: Path) -> None:
    """What cannot be done safely ends in exactly this message and exit code, and nothing is written."""
    workshop.prepare(case)
    files = sorted(workshop.MIGRATIONS.glob("*")) if workshop.MIGRATIONS.exists() else []
    before = workshop.look(workshop.DATABASE)
    with pytest.raises(QsysSchemaError) as refused:
        workshop.plan(case)
    case.compare("error.txt", f"exit code {refused.value.exit_code}\n{refused.value}\n", rewrite=golden)
    assert (sorted(workshop.MIGRATIONS.glob("*")) if workshop.MIGRATIONS.exists() else []) == files
    assert workshop.look(workshop.DATABASE) == before
    assert here == Path.cwd()


@pytest.mark.parametrize("case", as_parameters(ALL))
def test_no_expected_file_is_left_unread(case: Case) -> None:
    """An expected file that no test reads would promise something that nobody checks."""
    assert case.golden_files == case.expected
    assert case.folder.joinpath("after").is_dir() or case.folder.joinpath("after.yaml").exists()


def test_every_kind_of_change_has_a_case() -> None:
    """A kind of change without a case is a kind whose SQL nobody has read; no spec makes comments or baselines."""
    spoken_of = {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in get_args(c.Change)} - {
        "set_table_comment",
        "add_verbatim",
        "drop_verbatim",
    }
    seen = {line.split()[0] for case in ALL for line in case.text("changes.txt").splitlines() if line.strip()}
    assert not spoken_of - seen


def test_every_risk_has_a_case() -> None:
    """A risk that no case shows is a warning that nobody has read."""
    codes = {
        code
        for path in (PACKAGE / "diff" / "risk.py", PACKAGE / "dialects" / "sqlite" / "risks.py")
        for code in re.findall(r'"((?:BC|CD|DS|LT|MF)\d{3})"', path.read_text(encoding="utf-8"))
    }
    seen = {word for case in ALL for word in re.findall(r"\b[A-Z]{2}\d{3}\b", case.text("changes.txt"))}
    assert not codes - seen


def _inspected() -> Schema:
    project = workshop.open_here()
    with project.reading() as session:
        return project.dialect.inspect(session)


def _changes(made: Generated) -> str:
    """Every change by kind, then the risks of going forward, then those of going back: a line each."""
    found = made.difference
    changes = [f"{kind_of(one)} {c.ref_of(one)}: {detail_of(one)}".removesuffix(": ") for one in found.all_changes]
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
    path = Path(made.migrations[0].path)
    for file, planned in (
        (path, made.difference.statements),
        (path.with_suffix(".rollback.sql"), made.difference.rollback),
    ):
        _, _, read = read_sql_migration(str(file))
        assert [_bare(statement) for statement in read] == [statement.sql for statement in planned]


def _bare(statement: str) -> str:
    lines = statement.splitlines()
    while lines and (lines[0].startswith("--") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines).strip().removesuffix(";")


def _require_refused_whole(case: Case, made: Generated, migrated: Seen, golden: bool) -> None:
    """A rollback that the rows forbid was announced as a risk, and leaves everything as it was."""
    assert any(risk.kind is RiskKind.MAY_FAIL_ON_DATA for risk in made.difference.rollback_risks)
    with pytest.raises(QsysSchemaError) as refused:
        workshop.back()
    case.compare("rollback_error.txt", f"exit code {refused.value.exit_code}\n{refused.value}\n", rewrite=golden)
    assert workshop.look(workshop.DATABASE) == migrated


def _require_in_sync(case: Case) -> None:
    """Nothing is left to do, whether or not the options are given again, and nothing is generated."""
    project = workshop.open_here()
    answers = replace(case.answers, rename=()) if case.asks_once else case.answers
    assert preview(project, Answers()).in_sync
    assert preview(project, answers).in_sync
    assert generate(project, "again", answers).migrations == ()
    with project.reading() as session:
        live = project.dialect.inspect(session)
        wanted = adopt(project.dialect.normalize(project.wish().schema, session), live)
    assert not compare(live, wanted)


def _require_as_if_made_straight(migrated: Seen) -> None:
    """The catalog is that of a database made from the specs; triggers and views that they do not name are extra."""
    straight = workshop.made_straight()
    assert migrated.catalog.tables == straight.catalog.tables
    assert straight.catalog.others.items() <= migrated.catalog.others.items()
