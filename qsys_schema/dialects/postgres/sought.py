"""One kind of what no spec speaks of: a question that tells quickly that there is none, and the query for it."""

from __future__ import annotations

from typing import NamedTuple

HERE = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"

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
