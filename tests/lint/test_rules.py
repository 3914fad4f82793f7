"""Every rule finds its bad example and leaves its good one alone, on the real database."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from qsys_schema.dialects.registry import dialect_named
from qsys_schema.lint.registry import SHARED, registry
from qsys_schema.model.finding import Level
from qsys_schema.model.rule import Example, Rule
from qsys_schema.pipeline.migrations import every_rule
from tests.command import ROOT
from tests.lint.house import Shelf, codes

DIALECTS = ("sqlite", "postgres")

ROLLBACK = "YO101"
"""An example that is not about rollbacks has one that brings nothing back, and that is found."""

KNOWN = {
    "sqlite": registry(dialect_named("sqlite", {}).linting.rules),
    "postgres": registry(dialect_named("postgres", {}).linting.rules),
}

ELSEWHERE = {
    "BC103": "it takes specs with queries: test_command",
    "NM101": "a scratch copy is one schema, and makes no other",
    "PG321": "a header says it; nothing of the file does",
    "PG331": "a header says it; nothing of the file does",
    "QP101": "tests/queries/test_lint.py",
    "QP102": "tests/queries/test_lint.py",
    "YO103": "test_command",
    "YO104": "tests/history/test_read.py",
    "YO105": "tests/history/test_read.py",
    "YO106": "test_tricky",
    "YO108": "test_tricky",
}
"""Rules without an example, each with the reason, or the place where it is tested."""


def _examples() -> Iterator[object]:
    for code, rule in every_rule().items():
        for number, example in enumerate(rule.examples):
            for dialect in (example.dialect,) if example.dialect else DIALECTS:
                yield pytest.param(rule, example, dialect, id=f"{code}-{dialect}-{number}")


@pytest.mark.parametrize(("rule", "example", "dialect"), list(_examples()))
def test_every_example(rule: Rule, example: Example, dialect: str, request: pytest.FixtureRequest) -> None:
    """The bad one is found by this code, and by no others than those it says; the good one is not."""
    shelf: Shelf = request.getfixturevalue(f"{dialect}_shelf")
    also = {code for code in example.also if code in KNOWN[dialect]}
    bad = shelf.found(example.setup, _text(example, "bad"), example.bad_back or "SELECT 1;", policy=example.policy)
    loud = set() if rule.level is Level.NOTE else {rule.code}
    assert set(codes(bad, without=() if rule.code == ROLLBACK else (ROLLBACK,))) == loud | also
    assert rule.code in {one.code for one in bad if not one.acknowledged}
    good = shelf.found(example.setup, _text(example, "good"), example.good_back or "SELECT 1;", policy=example.policy)
    assert rule.code not in {one.code for one in good if not one.acknowledged}


def _text(example: Example, side: str) -> str:
    head = "-- transactional: false\n" if side in example.outside else ""
    return head + str(getattr(example, side))


def example_parameters(dialect: str) -> Iterator[tuple[Example, str]]:
    """Every example for a database, with the text of each of its sides."""
    for rule in every_rule().values():
        for example in rule.examples:
            if example.dialect in {"", dialect}:
                yield from ((example, _text(example, side)) for side in ("bad", "good"))


def test_every_rule_has_an_example_or_a_reason() -> None:
    """What has none is tested somewhere else."""
    assert {code for code, rule in every_rule().items() if not rule.examples} == ELSEWHERE.keys()


def test_every_rule_says_what_it_is() -> None:
    """A title without a full stop, and sentences."""
    for rule in every_rule().values():
        assert rule.title
        assert not rule.title.endswith(".")
        assert rule.why.endswith(".")
        assert rule.how.endswith((".", "0012", "`"))


def test_a_code_is_given_once() -> None:
    """Two rules of one code are our own mistake, and it is seen at once."""
    with pytest.raises(ValueError, match=r"two rules have the code [A-Z]{2}\d{3}"):
        registry(SHARED[:1])


def test_every_code_that_a_header_can_have_is_a_rule() -> None:
    """Whoever reads a code in a header can ask what it means."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "qsys_schema").rglob("*.py")]
    said = {code for text in texts for code in re.findall(r'code="([A-Z]{2}\d{3})"', text)}
    assert said <= every_rule().keys()
