"""What `generate` writes says all of it in its header: lint has nothing to add."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qsys_schema.config import Settings
from qsys_schema.errors import QsysSchemaError
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import generate
from qsys_schema.pipeline.migrations import lint_migrations
from qsys_schema.pipeline.project import open_project
from tests.ladder.case import Case, all_cases, as_parameters

CASES = [case for case in all_cases() if not case.is_refused and not case.text("before.sql")]
SAMPLE = frozenset(
    {
        "column/drop",
        "table/strict_off",
        "table/strict_on",
        "postgres/domain_added_with_a_column",
        "postgres/enum_value_renamed",
        "postgres/enum_value_removed",
        "primary_key/add",
        "view/changed",
    }
)
CHOSEN = [case for case in CASES if case.name in SAMPLE]
_NOTHING = Answers(allow=[], rename=[], no_rename=[], expand=[])


@pytest.fixture
def scratch(linted_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scratch schemas are made."""
    monkeypatch.setenv("QSYS_SCRATCH_POSTGRES_URL", linted_url)


def _lint(case: Case, root: Path) -> bool:
    """Generate and look; False where the case needs rows that are not here."""
    settings = Settings(base=str(root), dialects=(case.database,))
    try:
        for which, answers in (("before", _NOTHING), ("after", case.answers)):
            specs = case.specs(which)
            if which == "before" and not specs:
                continue
            shutil.rmtree(root / "schema", ignore_errors=True)
            (root / "schema").mkdir(parents=True)
            for name, text in specs.items():
                (root / "schema" / name).write_text(text, encoding="utf-8")
            generate(open_project(settings, lambda _: None), which, answers)
    except QsysSchemaError:
        # Made-up rows are in the way of some that the rows of their case let through.
        return False
    found = lint_migrations(open_project(settings, lambda _: None), None)
    assert not found.unseen
    said = [one for one in found.findings if not one.acknowledged and one.level != "note"]
    assert not said, f"{case.name}: {[(one.where, one.code, one.text) for one in said]}"
    return True


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize("case", as_parameters(CHOSEN))
def test_lint_finds_nothing_that_a_header_does_not_say(case: Case, tmp_path: Path) -> None:
    """Of some of the cases."""
    assert _lint(case, tmp_path)


@pytest.mark.soak
@pytest.mark.usefixtures("scratch")
def test_lint_finds_nothing_that_a_header_does_not_say_in_any_case(tmp_path: Path) -> None:
    """Of every case, on both databases."""
    looked = [_lint(case, tmp_path / str(number)) for number, case in enumerate(CASES)]
    assert looked.count(False) < 20
