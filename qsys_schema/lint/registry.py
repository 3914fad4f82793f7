"""All rules by their codes. A code that is given twice is a mistake of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qsys_schema.lint.acknowledged import ACKNOWLEDGED
from qsys_schema.lint.clients import CLIENTS, CONSTRAINTS
from qsys_schema.lint.data import DATA
from qsys_schema.lint.destructive import DESTRUCTIVE
from qsys_schema.lint.files import FILES
from qsys_schema.lint.naming import NAMING
from qsys_schema.lint.queries import QUERIES
from qsys_schema.lint.rows import ROWS
from qsys_schema.model.rule import Rule

SHARED = (*DESTRUCTIVE, *ROWS, *DATA, *CLIENTS, *CONSTRAINTS, *NAMING, *FILES, *ACKNOWLEDGED, *QUERIES)


def registry(*more: Iterable[Rule]) -> Mapping[str, Rule]:
    """The shared rules and these, by code, in the order of the codes. Raises ValueError for a code given twice."""
    found: dict[str, Rule] = {}
    for rule in (*SHARED, *(rule for rules in more for rule in rules)):
        if rule.code in found:
            raise ValueError(f"two rules have the code {rule.code}")
        found[rule.code] = rule
    return dict(sorted(found.items()))
