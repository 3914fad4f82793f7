"""Values and rights that go, and a schema that is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.dialects.postgres.columns import keeps_values
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.lint.rows import bodies, conversions
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AlterColumn, DropTable
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.schema import Definition, Foreign, Schema
from qsys_schema.model.watched import Watched

_DROPS_SCHEMA = re.compile(r"\bdrop\s+schema\b", re.IGNORECASE)
_GRANT = re.compile(r"\bGRANT (?P<rights>[A-Z, ]+) ON (?P<rest>.*)", re.DOTALL)
_PRIVILEGE = re.compile(r"\b(?:GRANT|REVOKE) ")
_HIDES = re.compile(r"ROW LEVEL SECURITY$")


def _schemas(watched: Watched) -> Iterator[Found]:
    for place, seen in enumerate(watched.steps):
        words = words_of(seen.sql)
        if words[:2] == ["drop", "schema"]:
            for name in (one for one in words[2:] if one not in {"if", "exists", ",", "cascade", "restrict"}):
                plain = name.strip('"').replace('""', '"')
                ref = Ref(table=plain, kind="schema")
                yield Found(step=place, ref=ref, text=f"all that schema {plain} holds is lost")
        elif any(_DROPS_SCHEMA.search(" ".join(body)) for body in bodies(words)):
            # Which it is, only the block knows, and nothing that is there on a scratch database need be it.
            yield Found(step=place, text="the block drops a schema: all that it holds is lost")


def _computed(watched: Watched) -> Iterator[Found]:
    """Types that are given by an expression of somebody's own: it may give anything."""
    for place, seen in enumerate(watched.steps):
        for table, name in conversions(words_of(seen.sql)):
            if table in seen.settled:
                ref = Ref(table=table, kind="column", name=name)
                yield Found(step=place, ref=ref, text=f"USING gives {ref} other values than it had")


def _converted(watched: Watched) -> Iterator[Found]:
    told = set()
    for one in _computed(watched):
        told.add(one.ref)
        yield one
    for change in watched.changes:
        if not isinstance(change, AlterColumn) or ref_of(change) in told or change.after.generated is not None:
            continue
        if declared(change.before) != declared(change.after) and not keeps_values(change.before, change.after):
            words = f"{declared(change.before)} to {declared(change.after)}"
            text = f"{words} changes values of {ref_of(change)} that look otherwise in the new type"
            yield Found(step=watched.step_of(change), ref=ref_of(change), text=text)


def _moved(watched: Watched) -> Iterator[Found]:
    failure = watched.failure
    if failure is not None and failure.code == "PG332":
        yield Found(step=failure.step, text=failure.reason)


def _security(watched: Watched) -> Iterator[Found]:
    """Row security, policies, rules and rights of tables that stay, but for what is called otherwise."""
    for table in watched.before.tables:
        now = watched.after.table(table.name)
        if now is None:
            continue
        ref = Ref(table=table.name, kind="table")
        gone = [one for one in table.belongings if not _is_kept(one, now.belongings)]
        come = [one for one in now.belongings if one not in table.belongings and _HIDES.search(one)]
        if gone and not any(getattr(one, "table", "") == table.name for one in watched.changes):
            yield Found(text=f"{ref.label} loses {_short(gone)}", ref=ref, step=_step_about(watched, table.name))
        if come:
            text = f"{ref.label}: rows that no policy shows are hidden from now on: {_short(come)}"
            yield Found(text=text, ref=ref, step=_step_about(watched, table.name))


def _privileges(watched: Watched) -> Iterator[Found]:
    """Privileges of views, functions, types and sequences that are there afterwards too: made anew, they have none."""
    there = dict(_owners(watched.after))
    for ref, belongings in _owners(watched.before):
        gone = [one for one in belongings if _PRIVILEGE.search(one) and not _is_kept(one, there.get(ref, belongings))]
        if gone:
            name = ref.table.partition("(")[0].strip('"')
            yield Found(text=f"{ref.label} loses {_short(gone)}", ref=ref, step=_step_about(watched, name))


def _owners(schema: Schema) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    for view in schema.views or ():
        yield Ref(table=view.name, kind="view"), view.belongings
    for enum in schema.enums:
        yield Ref(table=enum.name, kind="enum"), enum.belongings
    things: tuple[Definition | Foreign, ...] = (*(schema.definitions or ()), *schema.foreign)
    for one in things:
        yield Ref(table=one.name, kind=one.kind), one.belongings


def _is_kept(text: str, there: tuple[str, ...]) -> bool:
    """Whether it is there still; rights, also where others have come to them."""
    if text in there:
        return True
    grants = [match for one in (text, *there) if (match := _GRANT.search(one))]
    if not _GRANT.search(text):
        return False
    rights = set(grants[0]["rights"].split(", "))
    return any(one["rest"] == grants[0]["rest"] and rights <= set(one["rights"].split(", ")) for one in grants[1:])


def _step_about(watched: Watched, table: str) -> int | None:
    """The last statement that names the table, and is of a kind that may do it."""
    kinds = {"alter", "drop", "create", "revoke", "grant", "do"}
    words = [words_of(seen.sql) for seen in watched.steps]
    named = [place for place, one in enumerate(words) if one[:1] and one[0] in kinds and {table, f'"{table}"'} & {*one}]
    return named[-1] if named else None


def _short(texts: list[str]) -> str:
    return "; ".join(one[:80] for one in texts[:3])


def _rights(watched: Watched) -> Iterator[Found]:
    yield from _security(watched)
    yield from _privileges(watched)
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
                bad="DO $$ BEGIN EXECUTE 'drop schema if exists old cascade'; END $$;",
                good="DO $$ BEGIN EXECUTE 'create table old (id bigint)'; END $$;",
            ),
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
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint PRIMARY KEY, owner varchar(10), tries integer);",
                bad="ALTER TABLE jobs ALTER COLUMN tries TYPE integer USING 0, ADD COLUMN more integer;",
                good="ALTER TABLE jobs ALTER COLUMN tries TYPE text USING (tries)::text;",
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
        title="rights or row security changed",
        why="Grants, policies and rules that no spec speaks of go with their table, or by themselves; what is dropped "
        "and made anew has none, and a function is open to everybody then. Where row security is turned on, nobody "
        "sees rows that no policy shows.",
        how="Write down what they were, and acknowledge it.",
        level=Level.WARNING,
        kind=RiskKind.BREAKS_CLIENTS,
        find=_rights,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint);\nGRANT SELECT ON jobs TO PUBLIC;",
                bad="ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;",
                good="GRANT INSERT ON jobs TO PUBLIC;",
            ),
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint);\nCREATE POLICY own ON jobs USING (id > 0);",
                bad="DROP POLICY own ON jobs;",
                good="CREATE POLICY others ON jobs USING (id < 0);",
            ),
            Example(
                dialect="postgres",
                setup="CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n"
                "REVOKE ALL ON FUNCTION one() FROM PUBLIC;",
                bad="DROP FUNCTION one();\nCREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2';",
                good="CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2';",
            ),
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint);\nCREATE TABLE old (id bigint);\nGRANT SELECT ON old TO PUBLIC;",
                bad="-- qsys:allow DS102 old: nobody reads it\nDROP TABLE old;",
                good="-- qsys:allow DS102 jobs: nobody reads it\nDROP TABLE jobs;",
            ),
        ),
    ),
    Rule(
        code="PG332",
        title="search path set to another schema",
        why="What comes after it is done in another schema than the one that migrations are for, and cannot be looked "
        "at.",
        how="Take it out; the URL of the database says which schema is meant.",
        level=Level.ERROR,
        find=_moved,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint);",
                bad="SELECT set_config('search_path', 'pg_catalog', false);\nDROP TABLE IF EXISTS jobs;",
                good="SELECT set_config('lock_timeout', '1s', true);",
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
