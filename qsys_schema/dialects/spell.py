"""sqlglot's spelling for all dialects: trees of quoted names, pretty and at the strictest level."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlglot import Dialect, ErrorLevel, exp

if TYPE_CHECKING:
    from sqlglot.generator import Generator


@lru_cache(maxsize=4)
def _generator(dialect: str) -> Generator:
    return Dialect.get_or_raise(dialect).generator(pretty=True, unsupported_level=ErrorLevel.RAISE)


def spell(tree: exp.Expr, dialect: str) -> str:
    """The text of a tree."""
    return _generator(dialect).generate(tree, copy=False)


def identifier(name: str) -> exp.Identifier:
    """A name, always quoted."""
    return exp.Identifier(this=name, quoted=True)


def table_node(name: str) -> exp.Table:
    """A table by its quoted name."""
    return exp.Table(this=identifier(name))
