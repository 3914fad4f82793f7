"""Values and rights that go, and a schema that is dropped."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.columns import keeps_values
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AlterColumn, DropTable
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched


def _schemas(watched: Watched) -> Iterator[Found]:
    for place, seen in enumerate(watched.steps):
        words = words_of(seen.sql)
        if words[:2] != ["drop", "schema"]:
            continue
        names = [word for word in words[2:] if word not in {"if", "exists", ",", "cascade", "restrict"}]
        for name in names:
            plain = name.strip('"').replace('""', '"')
            yield Found(step=place, ref=Ref(table=plain, kind="schema"), text=f"all that schema {plain} holds is lost")


def _converted(watched: Watched) -> Iterator[Found]:
    for change in watched.changes:
        if not isinstance(change, AlterColumn) or change.after.generated is not None:
            continue
        if declared(change.before) != declared(change.after) and not keeps_values(change.before, change.after):
            words = f"{declared(change.before)} to {declared(change.after)}"
            text = f"{words} changes values of {ref_of(change)} that look otherwise in the new type"
            yield Found(step=watched.step_of(change), ref=ref_of(change), text=text)


def _rights(watched: Watched) -> Iterator[Found]:
    for change in watched.changes:
        if isinstance(change, DropTable) and change.item.belongings:
            text = f"grants, policies or the like of {change.item.name} go with it"
            yield Found(step=watched.step_of(change), ref=ref_of(change), text=text)


VALUES = (
    Rule(
        code="DS101",
        title="schema dropped",
        why="Everything in it is lost, and nothing brings it back.",
        how="Make sure that nobody needs it, and acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_schemas,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint PRIMARY KEY);",
                bad='DROP -- all of it\nSCHEMA IF EXISTS "old one" CASCADE;',
                good="COMMENT ON TABLE jobs IS 'drop schema old';",
            ),
        ),
    ),
    Rule(
        code="PG320",
        title="type change that changes values",
        why="Values that look otherwise in the new type are not what they were, and no rollback knows them.",
        how="Keep the old column until nobody needs its values, or acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_converted,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint PRIMARY KEY, price numeric(8, 2), owner varchar(10));",
                bad="alter table only jobs alter price type integer using price::integer;",
                good="ALTER TABLE jobs ALTER COLUMN owner TYPE varchar(20);",
                also=("PG301",),
            ),
        ),
    ),
    Rule(
        code="PG321",
        title="column swapped with a second one",
        why="A column that got its new type by way of a second one is the last of its table from then on: code that "
        "counts columns finds them in another order.",
        how="Name columns in SELECT and INSERT.",
        level=Level.WARNING,
        kind=RiskKind.BREAKS_CLIENTS,
    ),
    Rule(
        code="PG330",
        title="rights dropped with a table",
        why="Grants, policies and rules that no spec speaks of go with the table.",
        how="Write down what they were, and acknowledge it.",
        level=Level.WARNING,
        kind=RiskKind.BREAKS_CLIENTS,
        find=_rights,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint);\nCREATE TABLE old (id bigint);\nGRANT SELECT ON old TO PUBLIC;",
                bad="-- qsys:allow DS102 old: nobody reads it\nDROP TABLE old;",
                good="-- qsys:allow DS102 jobs: nobody reads it\nDROP TABLE jobs;",
            ),
        ),
    ),
    Rule(
        code="PG331",
        title="view that goes and comes again",
        why="A view over a column that changes its type is dropped and made again in the same transaction; whoever "
        "reads it waits until then.",
        how="Nothing; a materialised one is computed anew meanwhile.",
        level=Level.NOTE,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
    ),
)
