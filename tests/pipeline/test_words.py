"""Changes in words: what is said to change, changes."""

from __future__ import annotations

from qsys_schema.model.change import AlterColumn
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column
from qsys_schema.model.types import Native
from qsys_schema.pipeline.words import detail_of


def test_a_default_that_is_only_worded_otherwise_does_not_change() -> None:
    """The server prints ``'x'::text`` of what a spec calls ``'x'``: the key says that both are the same."""
    was, becomes = (
        Column(name="a", type=Native(text="text"), nullable=nullable, default=Expr(text=text, key=("'x'",)))
        for nullable, text in ((True, "'x'::text"), (False, "'x'"))
    )
    assert detail_of(AlterColumn(table="t", before=was, after=becomes)) == "nullable to not null"
