"""What is made with what: functions, types, tables and views, by the names that stand in their texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from qsys_schema.model.expr import Expr
from qsys_schema.model.types import Enum, Native

if TYPE_CHECKING:
    from qsys_schema.model.schema import Definition, Schema, Table

Node = tuple[str, str]
"""A kind ("table", "view", "function", "type") and a name."""

_Graph = Mapping[Node, AbstractSet[Node]]

_WORD = re.compile(r'"((?:[^"]|"")+)"|([^\W\d][\w$]*)')


class Needs:
    """Who needs whom in a schema. Foreign keys count as the last: they can be added when all tables are there."""

    def __init__(self, schema: Schema) -> None:
        names: dict[str, set[Node]] = {}
        definitions = schema.definitions or ()
        for definition in definitions:
            names.setdefault(bare_name(definition).lower(), set()).add((definition.kind, definition.name))
        if definitions:
            for table in schema.tables:
                names.setdefault(table.name.lower(), set()).add(("table", table.name))
        for view in schema.views or ():
            names.setdefault(view.name.lower(), set()).add(("view", view.name))
        self.graph: dict[Node, set[Node]] = {}
        for kind, name, words in _items(schema, of_tables=bool(definitions)):
            node = (kind, name)
            found = set().union(*(names[word] for word in words if word in names)) - {node}
            # A table stands in the text of many a view; that it is there first goes without saying.
            is_plain = kind in {"table", "view"}
            self.graph[node] = {one for one in found if not (is_plain and one[0] == "table")}
        there = {table.name for table in schema.tables}
        keys = {
            ("table", table.name): {("table", key.target) for key in table.foreign_keys if key.target in there}
            - {("table", table.name)}
            for table in sorted(schema.tables, key=lambda one: one.name)
        }
        self.ranks = _ranks(_joined(self.graph, keys))

    def reaches(self, node: Node, goals: AbstractSet[Node]) -> bool:
        """Whether the node cannot be there without one of the goals, foreign keys aside."""
        seen: set[Node] = set()
        waiting = list(self.graph.get(node, ()))
        while waiting:
            one = waiting.pop()
            if one in goals:
                return True
            if one not in seen:
                seen.add(one)
                waiting.extend(self.graph.get(one, ()))
        return False


def bare_name(definition: Definition) -> str:
    """The name without the types of arguments."""
    name = definition.name
    if definition.kind != "function":
        return name
    found = _WORD.match(name)
    quoted = found is not None and found[1]
    return quoted.replace('""', '"') if quoted else name.partition("(")[0]


def _items(schema: Schema, *, of_tables: bool) -> Iterator[tuple[str, str, set[str]]]:
    """Kind, name and words of everything, by name."""
    for definition in sorted(schema.definitions or (), key=lambda one: (one.kind, one.name)):
        yield definition.kind, definition.name, _of_key(definition.key)
    for table in sorted(schema.tables, key=lambda one: one.name):
        yield "table", table.name, set(words_of_table(table)) if of_tables else set()
    for view in sorted(schema.views or (), key=lambda one: one.name):
        yield "view", view.name, _of_key(view.key)


def _of_key(key: Iterable[str]) -> set[str]:
    """The names in a canonical text, in lower case: those that are in quotes there."""
    return {token[1:-1].replace('""', '"').lower() for token in key if token.startswith('"')}


def words_of_table(table: Table) -> Iterator[str]:
    """The names, in lower case, that stand in a table's types, expressions and clauses."""
    for expression in _expressions(table):
        yield from _of_key(expression.key) if expression.key else _of_text(expression.text)
    for column in table.columns:
        if isinstance(column.type, Native):
            yield from _of_text(column.type.text)
        elif isinstance(column.type, Enum):
            yield column.type.name.lower()
    for unique in table.uniques:
        for _, text in unique.attributes:
            yield from _of_text(text)


def _expressions(table: Table) -> Iterator[Expr]:
    for column in table.columns:
        if isinstance(column.default, Expr):
            yield column.default
        if column.generated is not None:
            yield column.generated.expression
    yield from (check.expression for check in table.checks)
    for index in table.indexes:
        yield from (part.expression for part in index.parts if part.expression is not None)
        if index.where is not None:
            yield index.where


def _of_text(text: str) -> Iterator[str]:
    for quoted, plain in _WORD.findall(text):
        yield (quoted.replace('""', '"') or plain).lower()


def _joined(hard: _Graph, soft: _Graph) -> _Graph:
    """Both graphs as one; where they go round in circles, the first without what closes them, and then the second."""
    whole = {node: hard.get(node, set()) | soft.get(node, set()) for node in {**hard, **soft}}
    try:
        TopologicalSorter(whole).prepare()
    except CycleError:
        kept: dict[Node, set[Node]] = {node: set() for node in whole}
        for graph in (hard, soft):
            for node, targets in graph.items():
                for target in sorted(targets):
                    if not _reaches(kept, target, node):
                        kept[node].add(target)
        return kept
    return whole


def _reaches(graph: _Graph, start: Node, goal: Node) -> bool:
    seen: set[Node] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return False


def _ranks(graph: _Graph) -> Mapping[Node, int]:
    """A number per node, higher than those of what it needs."""
    ranks: dict[Node, int] = {}
    for node in TopologicalSorter(graph).static_order():
        ranks[node] = 1 + max((ranks[target] for target in graph.get(node, ())), default=-1)
    return ranks
