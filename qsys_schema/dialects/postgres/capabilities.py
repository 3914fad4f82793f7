"""What a server of PostgreSQL's kind can do while others work: a table of facts, and no options.

A server that speaks PostgreSQL and does less (see docs/scale.md) is another row of this table; so is a database that
nobody else uses for the moment.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Each names what is done in a migration of its own where it is true, and at once where it is not.

    ``concurrent_indexes``: CREATE and DROP INDEX CONCURRENTLY. ``not_valid_constraints``: NOT VALID, then VALIDATE.
    ``constraint_using_index``: a constraint made of an index. ``not_null_by_check``: SET NOT NULL believes a check.
    """

    concurrent_indexes: bool
    not_valid_constraints: bool
    constraint_using_index: bool
    not_null_by_check: bool


ONLINE = Capabilities(
    concurrent_indexes=True, not_valid_constraints=True, constraint_using_index=True, not_null_by_check=True
)
"""PostgreSQL since version 12, with others at work."""

ALONE = Capabilities(
    concurrent_indexes=False, not_valid_constraints=False, constraint_using_index=False, not_null_by_check=False
)
"""The same, where nobody minds to wait: everything in one transaction, where it can be."""
