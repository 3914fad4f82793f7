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
    """The text of a tree. What was put in verbatim comes out so: a line break in a text is no place to indent."""
    generator = _generator(dialect)
    for node in tree.find_all(exp.Var):
        if "\n" in node.name:
            node.set("this", node.name.replace("\n", generator.SENTINEL_LINE_BREAK))
    return generator.generate(tree, copy=False)


def identifier(name: str) -> exp.Identifier:
    """A name, always quoted."""
    return exp.Identifier(this=name, quoted=True)


def table_node(name: str) -> exp.Table:
    """A table by its quoted name."""
    return exp.Table(this=identifier(name))
