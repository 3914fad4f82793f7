"""The order in which functions, types and tables are made: each after what stands in its text."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.needs import Needs
from qsys_schema.model.schema import Definition, Schema, Table, View


def in_order(
    definitions: Sequence[Definition], tables: Sequence[Table], views: Sequence[View]
) -> list[Definition | Table]:
    """Definitions and tables, each after what it is made with.

    An order matters even where a second try would do: a name that is not there yet may be found in another schema.
    """
    if not definitions:
        return list(tables)
    ranks = Needs(Schema(tables=tuple(tables), views=tuple(views), definitions=tuple(definitions))).ranks
    kinds = {"type": 0, "function": 1}

    def place(one: Definition | Table) -> tuple[int, int]:
        if isinstance(one, Definition):
            return ranks.get((one.kind, one.name), 0), kinds[one.kind]
        return ranks.get(("table", one.name), 0), len(kinds)

    return sorted((*definitions, *tables), key=place)


def made_with_views(schema: Schema) -> list[Definition]:
    """The definitions that cannot be there without a view."""
    return [one for one in views_in_order(schema) if isinstance(one, Definition)]


def views_in_order(schema: Schema) -> list[View | Definition]:
    """The views and what cannot be there without one, each after what it is made with."""
    views, definitions = schema.views or (), schema.definitions or ()
    if not views:
        return []
    needs = Needs(schema)
    nodes = {("view", one.name) for one in views}
    late = [one for one in definitions if needs.reaches((one.kind, one.name), nodes)]

    def rank(one: View | Definition) -> int:
        return needs.ranks[one.kind if isinstance(one, Definition) else "view", one.name]

    return sorted((*views, *late), key=rank)
