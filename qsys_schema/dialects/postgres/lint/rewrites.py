"""What writes a table anew while nobody reads or writes it ("ALTER TABLE", "Notes" in PostgreSQL's manual)."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.lint.seen import on_settled, told
from qsys_schema.dialects.postgres.lint.watch import PostgresFacts
from qsys_schema.dialects.postgres.parts import CHECKED
from qsys_schema.dialects.postgres.risks import is_volatile
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddColumn, AlterColumn, Change
from qsys_schema.model.expr import Expr
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Seen, Watched


def _types(watched: Watched) -> Iterator[Found]:
    for place, seen, facts in told(watched):
        for table in sorted(_written_anew(facts) & seen.settled):
            changes = [one for one in seen.changes if getattr(one, "table", None) == table]
            blamed = [one for one in changes if isinstance(one, AlterColumn) and _is_another_type(one)]
            what = "every row and index is written" if table in facts.rewritten else "its indexes are built"
            for change in blamed:
                words = f"{declared(change.before)} to {declared(change.after)}"
                text = f"{words}: {what} anew while nobody can read or write {table}"
                yield Found(step=place, ref=ref_of(change), text=text)
            checked = [] if any(map(_is_blamed, changes)) else [one for one in changes if _is_checked(one)]
            for one in checked:
                text = f"its type has a check: {what} anew while nobody can read or write {table}"
                yield Found(step=place, ref=ref_of(one), text=text)
            if not blamed and not checked and not any(map(_is_blamed, changes)) and table in facts.rewritten:
                text = f"{what} anew while nobody can read or write {table}"
                yield Found(step=place, ref=Ref(table=table, kind="table"), text=text)


def _written_anew(facts: PostgresFacts) -> frozenset[str]:
    return facts.rewritten | (frozenset(facts.built_anew.values()) - facts.emptied)


def _is_another_type(change: AlterColumn) -> bool:
    return declared(change.before) != declared(change.after) or change.before.collation != change.after.collation


def _is_checked(change: Change) -> bool:
    """Whether it is a new column of a type that each row has to be asked for."""
    return isinstance(change, AddColumn) and CHECKED in change.item.spelling


def _is_blamed(change: Change) -> bool:
    """Whether another rule says of the column that it is why the table is written anew."""
    if not isinstance(change, AddColumn):
        return False
    default = change.item.default
    given = default is not None and not (_is_checked(change) and isinstance(default, Expr) and not is_volatile(default))
    return change.item.generated is not None or bool(change.item.identity) or given


def _added(watched: Watched) -> Iterator[tuple[int, Seen, AddColumn]]:
    for place, seen, facts, change in on_settled(watched):
        if isinstance(change, AddColumn) and change.table in facts.rewritten:
            yield place, seen, change


def _defaults(watched: Watched) -> Iterator[Found]:
    for place, seen, change in _added(watched):
        default = change.item.default
        if not isinstance(default, Expr) or change.item.generated is not None or change.item.identity:
            continue
        others = [one for one in seen.changes if isinstance(one, (AddColumn, AlterColumn)) and one != change]
        # Where something else in the same statement is a reason, the default has to be one of its own.
        if is_volatile(default) or not (others or _is_checked(change)):
            ref = ref_of(change)
            text = f"the default {default.text} of {ref} is asked for every row, while nobody can read or write"
            yield Found(step=place, ref=ref, text=text)


def _computed(watched: Watched) -> Iterator[Found]:
    for place, _, change in _added(watched):
        if change.item.generated is not None:
            ref = ref_of(change)
            yield Found(step=place, ref=ref, text=f"{ref} is computed for every row, while nobody can read or write")


def _numbered(watched: Watched) -> Iterator[Found]:
    for place, _, change in _added(watched):
        if change.item.identity:
            ref = ref_of(change)
            yield Found(step=place, ref=ref, text=f"every row gets its {ref} while nobody can read or write")


_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(10), price numeric(8, 2));"

REWRITES = (
    Rule(
        code="PG301",
        title="type change that rewrites the table",
        why="Every row and every index is written anew while nobody reads or writes, hours for a large table.",
        how="Fill a second column of the new type in batches, and swap the two: `qsys-schema generate --expand`.",
        level=Level.WARNING,
        kind=RiskKind.REWRITES_TABLE,
        find=_types,
        examples=(
            Example(
                dialect="postgres",
                setup=f"{_JOBS}\nCREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');\nCREATE DOMAIN free AS text;",
                bad="ALTER TABLE jobs ADD COLUMN mail email DEFAULT 'a@b';",
                good="ALTER TABLE jobs ADD COLUMN mail free DEFAULT 'a@b';",
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs ALTER COLUMN owner TYPE varchar(20), ALTER id SET DATA TYPE bigint;",
                good="ALTER TABLE jobs ALTER COLUMN owner TYPE text, ALTER COLUMN price TYPE numeric(12, 2);",
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs SET UNLOGGED;",
                good="ALTER TABLE jobs SET (fillfactor = 70);",
            ),
        ),
    ),
    Rule(
        code="PG302",
        title="column added with a volatile default",
        why="A default that may be another for each row is asked for each row, and the table is written anew.",
        how="Add the column without it, set the default, and fill old rows in batches.",
        level=Level.WARNING,
        kind=RiskKind.REWRITES_TABLE,
        find=_defaults,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs ADD COLUMN token uuid DEFAULT gen_random_uuid();",
                good="ALTER TABLE jobs ADD COLUMN made timestamptz NOT NULL DEFAULT now();",
            ),
        ),
    ),
    Rule(
        code="PG309",
        title="stored generated column added",
        why="It is computed for every row, and the table is written anew.",
        how="Add a plain column, fill it in batches, and keep it right by a trigger.",
        level=Level.WARNING,
        kind=RiskKind.REWRITES_TABLE,
        find=_computed,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE IF EXISTS jobs ADD double numeric GENERATED ALWAYS AS (price * 2) STORED;",
                good="ALTER TABLE jobs ADD COLUMN double numeric;",
            ),
        ),
    ),
    Rule(
        code="PG310",
        title="identity column added",
        why="Every row gets its number, and the table is written anew.",
        how="Add a plain column, fill it in batches, and make it an identity then.",
        level=Level.WARNING,
        kind=RiskKind.REWRITES_TABLE,
        find=_numbered,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs ADD COLUMN number bigint GENERATED BY DEFAULT AS IDENTITY;",
                good="ALTER TABLE jobs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;",
            ),
        ),
    ),
)
