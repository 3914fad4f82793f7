"""Keys and checks that look at every row while others wait ("ALTER TABLE", "Notes" in PostgreSQL's manual)."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.lint.seen import on_settled
from qsys_schema.dialects.postgres.lint.watch import PostgresFacts
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddForeignKey,
    AddPrimaryKey,
    AddUnique,
    AlterColumn,
    Change,
    DropCheck,
    DropForeignKey,
)
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Seen, Watched

_FOR_ALL = frozenset({"AccessExclusiveLock"})
_FOR_WRITERS = frozenset({"AccessExclusiveLock", "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock"})


def _index_built(change: AddPrimaryKey | AddUnique, facts: PostgresFacts) -> bool:
    return change.table in facts.built.values()


def _primary_keys(watched: Watched) -> Iterator[Found]:
    for place, _, facts, change in on_settled(watched):
        if isinstance(change, AddPrimaryKey) and _index_built(change, facts):
            text = f"nobody reads or writes {change.table} while the index of its primary key is built"
            yield Found(step=place, ref=ref_of(change), text=text)


def _uniques(watched: Watched) -> Iterator[Found]:
    for place, _, facts, change in on_settled(watched):
        if isinstance(change, AddUnique) and _index_built(change, facts):
            text = f"nobody reads or writes {change.table} while the index of {change.item.name} is built"
            yield Found(step=place, ref=ref_of(change), text=text)


def _nullable_keys(watched: Watched) -> Iterator[Found]:
    for place, seen, facts, change in on_settled(watched):
        if not isinstance(change, AddPrimaryKey) or change.table not in (facts.scanned | facts.rewritten):
            continue
        names = [name for name in change.item.columns if _becomes_not_null(seen, change.table, name)]
        if names:
            text = f"{', '.join(names)} could be NULL: every row is looked at while nobody reads or writes"
            yield Found(step=place, ref=ref_of(change), text=text)


def _becomes_not_null(seen: Seen, table: str, name: str) -> bool:
    return any(
        isinstance(one, AlterColumn)
        and one.table == table
        and one.after.name == name
        and one.before.nullable
        and not one.after.nullable
        for one in seen.changes
    )


def _not_null(watched: Watched) -> Iterator[Found]:
    for place, seen, facts, change in on_settled(watched):
        if not isinstance(change, AlterColumn) or not change.before.nullable or change.after.nullable:
            continue
        ref, key = ref_of(change), [one for one in seen.changes if isinstance(one, AddPrimaryKey)]
        said = any(one.table == change.table and change.after.name in one.item.columns for one in key)
        if change.table in facts.scanned and str(ref) not in facts.proven and not said:
            text = f"every row of {change.table} is looked at for NULL in {ref} while nobody reads or writes"
            yield Found(step=place, ref=ref, text=text)


def _checks(watched: Watched) -> Iterator[Found]:
    for place, seen, facts, change in on_settled(watched):
        if not isinstance(change, AddCheck) or "not valid" in dict(change.item.attributes):
            continue
        held = facts.locks.get(change.table, frozenset()) & _FOR_ALL
        if change.table in facts.scanned and (held or not _was_invalid(change, seen)):
            text = f"every row of {change.table} is looked at for {change.item.name} while nobody reads or writes"
            yield Found(step=place, ref=ref_of(change), text=text)


def _foreign_keys(watched: Watched) -> Iterator[Found]:
    for place, seen, facts, change in on_settled(watched):
        if not isinstance(change, AddForeignKey) or "not valid" in dict(change.item.attributes):
            continue
        held = facts.locks.get(change.table, frozenset()) & _FOR_WRITERS
        if change.item.name in facts.checked and (held or not _was_invalid(change, seen)):
            text = f"every row of {change.table} is looked at while writers wait, those of {change.item.target} too"
            yield Found(step=place, ref=ref_of(change), text=text)


def _was_invalid(change: Change, seen: Seen) -> bool:
    """Whether the constraint was there before the statement, and only becomes valid: that lets others go on."""
    ref: Ref = ref_of(change)
    return any(
        isinstance(one, (DropCheck, DropForeignKey)) and ref_of(one) == ref and "not valid" in dict(one.item.attributes)
        for one in seen.changes
    )


_JOBS = "CREATE TABLE jobs (id bigint NOT NULL, owner text, parent bigint);"
_KEYED = "CREATE TABLE jobs (id bigint PRIMARY KEY, owner text, parent bigint);"
_INDEXED = f"{_JOBS}\nCREATE UNIQUE INDEX jobs_id ON jobs (id);"

KEYS = (
    Rule(
        code="PG104",
        title="primary key built under an exclusive lock",
        why="ADD PRIMARY KEY builds its index while nobody reads or writes the table.",
        how="Build a unique index concurrently, and add the key USING INDEX.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_primary_keys,
        examples=(
            Example(
                dialect="postgres",
                setup=_INDEXED,
                bad="ALTER TABLE ONLY jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);",
                good="ALTER TABLE jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY USING INDEX jobs_id;",
                also=("MF107",),
            ),
        ),
    ),
    Rule(
        code="PG105",
        title="unique constraint built under an exclusive lock",
        why="ADD UNIQUE builds its index while nobody reads or writes the table.",
        how="Build a unique index concurrently, and add the constraint USING INDEX.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_uniques,
        examples=(
            Example(
                dialect="postgres",
                setup=_INDEXED,
                bad="ALTER TABLE jobs ADD CONSTRAINT jobs_id_key UNIQUE (id);",
                good="ALTER TABLE jobs ADD CONSTRAINT jobs_id_key UNIQUE USING INDEX jobs_id;",
                also=("MF101",),
            ),
        ),
    ),
    Rule(
        code="PG303",
        title="SET NOT NULL that looks at every row",
        why="PostgreSQL reads the whole table while nobody reads or writes, unless a valid check has proven it.",
        how="ADD CHECK (x IS NOT NULL) NOT VALID, then VALIDATE it in a migration of its own, then SET NOT NULL.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_not_null,
        examples=(
            Example(
                dialect="postgres",
                setup=f"{_KEYED}\nALTER TABLE jobs ADD CONSTRAINT known CHECK (parent IS NOT NULL AND parent > 0);",
                bad="ALTER TABLE jobs ALTER owner SET NOT NULL;",
                good="ALTER TABLE jobs ALTER COLUMN parent SET NOT NULL;",
                also=("MF104",),
            ),
        ),
    ),
    Rule(
        code="PG304",
        title="primary key on a nullable column",
        why="The columns of a key become NOT NULL, so every row is looked at while nobody reads or writes.",
        how="Make the columns NOT NULL first, by way of a validated check.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_nullable_keys,
        examples=(
            Example(
                dialect="postgres",
                setup=f"{_INDEXED}\nCREATE UNIQUE INDEX parents ON jobs (parent);",
                bad="ALTER TABLE jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY USING INDEX parents;",
                good="ALTER TABLE jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY USING INDEX jobs_id;",
                also=("MF104", "MF107"),
            ),
        ),
    ),
    Rule(
        code="PG305",
        title="check added without NOT VALID",
        why="Every row is looked at while nobody reads or writes; the same if it is validated in the same transaction.",
        how="ADD CONSTRAINT ... NOT VALID, and VALIDATE CONSTRAINT in a migration of its own.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_checks,
        examples=(
            Example(
                dialect="postgres",
                setup=_KEYED,
                bad="ALTER TABLE jobs ADD CONSTRAINT own CHECK (owner <> '') NOT VALID;\n"
                "ALTER TABLE jobs VALIDATE CONSTRAINT own;",
                good="ALTER TABLE jobs ADD CONSTRAINT own CHECK (owner <> '') NOT VALID;",
                also=("MF105",),
            ),
            Example(
                dialect="postgres",
                setup=f"{_KEYED}\nALTER TABLE jobs ADD CONSTRAINT own CHECK (owner <> '') NOT VALID;",
                bad="ALTER TABLE jobs DROP CONSTRAINT own, ADD CONSTRAINT own CHECK (owner <> 'x');",
                good="ALTER TABLE jobs VALIDATE CONSTRAINT own;",
                also=("MF105",),
            ),
        ),
    ),
    Rule(
        code="PG306",
        title="foreign key added without NOT VALID",
        why="Every row is looked up while nobody writes to either table.",
        how="ADD CONSTRAINT ... NOT VALID, and VALIDATE CONSTRAINT in a migration of its own.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_WRITES,
        find=_foreign_keys,
        examples=(
            Example(
                dialect="postgres",
                setup=_KEYED,
                bad="ALTER TABLE jobs ADD CONSTRAINT parents FOREIGN KEY (parent) REFERENCES jobs;",
                good="ALTER TABLE jobs ADD CONSTRAINT parents FOREIGN KEY (parent) REFERENCES jobs NOT VALID;",
                also=("MF106",),
            ),
        ),
    ),
)
