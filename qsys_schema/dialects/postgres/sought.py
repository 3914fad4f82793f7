"""What questions to the catalog have in common, and one kind of what no spec speaks of."""

from __future__ import annotations

from typing import NamedTuple

HERE = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"

ROUTINE = "quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'"
"""The name that a definition of a routine (``p``) has."""

UNOWNED = (
    "NOT EXISTS (SELECT FROM pg_depend AS x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid "
    "AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i'))"
)
"""Whether a sequence (``c``) is that of no column."""


def grant(on: str, *names: str) -> str:
    """SQL for a GRANT of what a role (``r``) was given (``g``); ``on`` is what, with a place for each of the names."""
    return (
        f"format('GRANT %s ON {on} TO %s%s', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type), "
        f"{', '.join(names)}, COALESCE(quote_ident(r.rolname), 'PUBLIC'), "
        "CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)"
    )


RELATION, COLUMN, ITSELF = "relation", "column", "itself"


class Sought(NamedTuple):
    """One kind of belongings: ``sql`` finds nothing where ``may_be`` holds of nothing.

    That is asked about every relation of the schema (``c``) or every column of these (``a``, of the type ``t``);
    or it is a query of its own, which finds something or not. ``sql`` gives the table or view, a number by which they
    are sorted, the statement, and the role that it needs.
    """

    of: str
    may_be: str
    sql: str
