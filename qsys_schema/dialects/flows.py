"""What statements copy, read by sqlglot: INSERT ... SELECT, CREATE TABLE ... AS, UPDATE ... SET.

Only where something goes is asked, and only to find that nothing is lost: what cannot be read copies nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from qsys_schema.model.flow import Flow, Poured

Columns = Mapping[str, Sequence[str]]
"""The columns of every table, in order, by folded name."""

Fold = Callable[[str, bool], str]
"""A name, and whether it stood in quotes, as the catalog has it."""

_WORTH_READING = re.compile(r"\b(?:SELECT|UPDATE|DELETE|TRUNCATE|TABLE)\b", re.IGNORECASE)
_LONGEST = 200_000


def flows(sql: str, dialect: str, columns: Columns, fold: Fold) -> Sequence[Flow]:
    """What the statement copies; nothing where it cannot be read, or is too long to be worth it."""
    if len(sql) > _LONGEST or _WORTH_READING.search(sql) is None:
        return ()
    import sqlglot
    from sqlglot import exp

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except (sqlglot.errors.SqlglotError, RecursionError):
        return ()
    reading = _Reading(columns, fold)
    if isinstance(tree, exp.Select) and isinstance(into := tree.args.get("into"), exp.Into):
        tree = exp.Create(this=into.this.copy(), expression=tree.copy(), kind="TABLE")
        tree.expression.set("into", None)
    if isinstance(tree, exp.Delete | exp.TruncateTable):
        return tuple(reading.emptied(tree))
    if isinstance(tree, exp.Insert | exp.Create) and isinstance(tree.args.get("expression"), exp.Query):
        return tuple(reading.copied(tree))
    return tuple(reading.updated(tree)) if isinstance(tree, exp.Update) else ()


def _leaves_some(tree: object) -> bool:
    """Whether a copy may leave rows behind: a condition, a limit, a join, rows that are put together or passed over."""
    from sqlglot import exp

    assert isinstance(tree, exp.Expression)  # noqa: S101 - whatever the parser has made
    choosing = (exp.Limit, exp.Fetch, exp.Offset, exp.Group, exp.Having, exp.Distinct, exp.AggFunc, exp.OnConflict)
    asked = any(not _is_true(one.this) for one in tree.find_all(exp.Where))
    joined = any(one.side not in {"LEFT", "FULL"} for one in tree.find_all(exp.Join))
    sets = any(True for _ in tree.find_all(exp.Except, exp.Intersect))
    aside = any(not isinstance(one.parent, exp.From) for one in tree.find_all(exp.Subquery))
    ignoring = str(tree.args.get("alternative") or "").upper() == "IGNORE"
    return asked or joined or sets or aside or ignoring or any(True for _ in tree.find_all(*choosing, exp.Exists))


def _is_true(condition: object) -> bool:
    from sqlglot import exp

    if isinstance(condition, exp.Paren):
        return _is_true(condition.this)
    if isinstance(condition, exp.EQ):
        return isinstance(condition.this, exp.Literal) and condition.this == condition.expression
    if isinstance(condition, exp.Literal):
        return not condition.is_string and condition.this.isdecimal() and int(condition.this) != 0
    return isinstance(condition, exp.Boolean) and bool(condition.this)


class _Reading:
    def __init__(self, columns: Columns, fold: Fold) -> None:
        self._columns, self._fold = columns, fold

    def name(self, node: object) -> str:
        """The name that an identifier, a column or a table node has, as the catalog has it."""
        from sqlglot import exp

        found = node if isinstance(node, exp.Identifier) else getattr(node, "this", None)
        if isinstance(found, exp.Identifier):
            return self._fold(str(found.this), bool(found.args.get("quoted")))
        return self._fold(str(found), False) if isinstance(found, str) else ""  # noqa: FBT003 - a name without quotes

    def copied(self, tree: object) -> Iterator[Flow]:
        """What INSERT ... SELECT or CREATE TABLE ... AS copies."""
        from sqlglot import exp

        assert isinstance(tree, exp.Insert | exp.Create)  # noqa: S101 - the caller has looked
        there, query = tree.this, tree.expression
        listed = [self.name(one) for one in there.expressions] if isinstance(there, exp.Schema) else []
        table = self.name(there.this if isinstance(there, exp.Schema) else there)
        sources = self._tables(tree, {table} if isinstance(tree, exp.Insert) else set())
        select = query
        while not isinstance(select, exp.Select) and isinstance(select, exp.Query):
            select = select.this
        names = listed or list(self._columns.get(table, ()))
        given = list(self._given(select, sources, names)) if isinstance(select, exp.Select) else []
        if isinstance(tree, exp.Create):
            names = [label for label, _ in given]
        columns = {name: poured for name, (_, poured) in zip(names, given, strict=False) if name}
        makes_rows = not any(one.args.get("no") for one in tree.find_all(exp.WithDataProperty))
        yield Flow(target=table, sources=sources, moves_rows=makes_rows, columns=columns, partial=_leaves_some(tree))

    def emptied(self, tree: object) -> Iterator[Flow]:
        """What DELETE and TRUNCATE leave of a table: nothing, or some of it."""
        from sqlglot import exp

        assert isinstance(tree, exp.Delete | exp.TruncateTable)  # noqa: S101 - the caller has looked
        where = tree.args.get("where")
        partial = where is not None and not _is_true(where.this)
        for one in tree.expressions if isinstance(tree, exp.TruncateTable) else [tree.this]:
            yield Flow(target=self.name(one), sources=(), moves_rows=False, columns={}, partial=partial, empties=True)

    def _given(self, select: object, sources: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, Poured]]:
        """What a SELECT gives, one by one: the name it gives it, and what is in it.

        All of a table that the catalog does not list, such as a temporary one, is taken to be called as the target's.
        """
        from sqlglot import exp

        for one in select.expressions if isinstance(select, exp.Select) else ():
            if one.is_star:
                for source in sources:
                    of_it = self._columns.get(source, names)
                    yield from ((name, Poured(sources=(name,), plain=True)) for name in of_it)
                continue
            inner = one.this if isinstance(one, exp.Alias) else one
            label = self._fold(one.alias, bool(one.args["alias"].quoted)) if one.alias else self.name(inner)
            yield label, self._poured(inner)

    def updated(self, tree: object) -> Iterator[Flow]:
        """What UPDATE ... SET gives to columns."""
        from sqlglot import exp

        assert isinstance(tree, exp.Update)  # noqa: S101 - the caller has looked
        table = self.name(tree.this)
        columns: dict[str, Poured] = {}
        for one in tree.expressions:
            if isinstance(one, exp.EQ) and isinstance(one.this, exp.Column):
                poured = self._poured(one.expression)
                # Only of the whole table can it be said that the values are in there now.
                plain = poured.plain and tree.args.get("where") is None
                columns[self.name(one.this)] = Poured(sources=poured.sources, plain=plain)
        yield Flow(target=table, sources=(table, *self._tables(tree, {table})), moves_rows=False, columns=columns)

    def _poured(self, node: object) -> Poured:
        from sqlglot import exp

        assert isinstance(node, exp.Expression)  # noqa: S101 - whatever the parser has made
        mentioned = dict.fromkeys(self.name(one) for one in node.find_all(exp.Column))
        return Poured(sources=tuple(mentioned), plain=isinstance(node, exp.Column))

    def _tables(self, tree: object, without: set[str]) -> tuple[str, ...]:
        from sqlglot import exp

        assert isinstance(tree, exp.Expression)  # noqa: S101 - whatever the parser has made
        names = dict.fromkeys(self.name(one) for one in tree.find_all(exp.Table))
        return tuple(name for name in names if name not in without)
