"""The statements by which one column takes another's place: looked at first, filled in batches, swapped in a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres import columns, constraints, programs
from qsys_schema.dialects.postgres.constraints import alter_table
from qsys_schema.dialects.postgres.ddl import add_column, declared, default_text
from qsys_schema.dialects.postgres.swapped import (
    is_contraction,
    is_expansion,
    is_restoration,
    new_column,
    same_check,
    temporary,
)
from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.dialects.postgres.types import sized
from qsys_schema.model import change as c
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column, Index
from qsys_schema.model.step import Alter, Statement
from qsys_schema.model.types import Text

_BLOCKS = 8
"""Pages of a table that are filled at once: a thousand rows or so, for which others wait."""

_FILL = """DO $_qsys_fill$
DECLARE
    _qsys_size constant bigint := current_setting('block_size');
    _qsys_todo bigint[];
    _qsys_late bigint[];
    _qsys_block bigint;
    _qsys_places tid[];
BEGIN
    _qsys_todo := ARRAY(SELECT generate_series(0, pg_relation_size({literal}) / _qsys_size, {blocks}));
    WHILE cardinality(_qsys_todo) > 0 LOOP
        _qsys_late := ARRAY[]::bigint[];
        FOREACH _qsys_block IN ARRAY _qsys_todo LOOP
            _qsys_places := ARRAY(
                SELECT ('(' || b || ',' || i || ')')::tid
                FROM generate_series(_qsys_block, _qsys_block + {blocks} - 1) AS b,
                    generate_series(1, _qsys_size / 28) AS i
            );
            UPDATE {table} SET {new} = {value} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM {table}
                WHERE ctid = ANY (_qsys_places) AND {new} IS NULL AND ({value}) IS NOT NULL
                FOR NO KEY UPDATE SKIP LOCKED
            ));
            IF EXISTS (
                SELECT FROM {table}
                WHERE ctid = ANY (_qsys_places) AND {new} IS NULL AND ({value}) IS NOT NULL
            ) THEN
                _qsys_late := _qsys_late || _qsys_block;
            END IF;
            COMMIT;
        END LOOP;
        _qsys_todo := _qsys_late;
        IF cardinality(_qsys_todo) > 0 THEN
            PERFORM pg_sleep(0.2);
            COMMIT;
        END IF;
    END LOOP;
END
$_qsys_fill$"""
"""Goes through the pages that are there, since whoever writes to others fires the trigger. A row that somebody has
locked is passed over and asked again later: it waits for nobody, so that nobody waits for it in a circle. Rows that
have their value are left alone, so that it may be begun again."""

_NAME = r'"(?:[^"]|"")+"'
_OURS = re.compile(
    re.escape(_FILL)
    .replace(re.escape("{literal}"), r"E?'(?:[^']|'')+'")
    .replace(re.escape("{blocks}"), str(_BLOCKS))
    .replace(re.escape("{table}"), f"(?P<table>{_NAME})", 1)
    .replace(re.escape("{table}"), "(?P=table)")
    .replace(re.escape("{new}"), f"(?P<new>{_NAME})", 1)
    .replace(re.escape("{new}"), "(?P=new)")
    .replace(re.escape("{value}"), rf"(?P<value>{_NAME}(?:::[\w ,\[\]()]+|::{_NAME}(?:\[\])?)*)", 1)
    .replace(re.escape("{value}"), "(?P=value)")
)


def filled_table(sql: str) -> str:
    """The name of the table, in quotes, that the statement fills in batches; empty for any other statement."""
    match = _OURS.fullmatch(sql.strip())
    return match["table"] if match is not None else ""


def is_ours(step: Alter) -> bool:
    """Whether the step is spelled in here."""
    return is_expansion(step) or is_contraction(step) or is_restoration(step)


def render(step: Alter, because: Sequence[c.Change]) -> Iterator[Statement]:
    """The statements of such a step."""
    match step.change:
        case c.AddColumn(table=table, item=column):
            yield from _expand(table, column, because)
        case c.AlterColumn() as change if is_contraction(step):
            yield from _contract(change, step.riders, because)
        case c.AlterColumn() as change:
            yield from _restore(change, step.riders, because)
        case _:
            raise TypeError(step)


def batched(change: c.Change) -> Statement:
    """The one statement that fills the new column, or the one that takes nothing back."""
    if not isinstance(change, c.AlterColumn):
        raise TypeError(change)
    fill, table, new = change.after.backfill, change.table, change.after.name
    if not isinstance(fill, Expr):
        return Statement(
            sql="SELECT 1",
            comment=f"Nothing to do: the values of {table}.{new} go with it, in the migration before.",
            because=(change,),
            transactional=False,
        )
    return Statement(
        sql=_FILL.format(
            literal=literal(quote(table)), table=quote(table), new=quote(new), value=fill.text, blocks=_BLOCKS
        ),
        comment=f"Fill {table}.{new}, some pages at a time, which are committed. It may be run again.",
        because=(change,),
        transactional=False,
    )


def _expand(table: str, column: Column, because: Sequence[c.Change]) -> Iterator[Statement]:
    old = column.renamed_from
    label = f"{table}.{old}"
    yield Statement(sql=_nothing_else(table, old), comment=f"Nothing may be lost with {label}.", because=tuple(because))
    kind = sized(declared(column))
    if isinstance(kind, Text) and kind.length:
        sql = (
            f"DO $_qsys_look$ BEGIN IF EXISTS (SELECT FROM {quote(table)} WHERE "
            f"length(rtrim({quote(old)}::text, ' ')) > {kind.length}) THEN "
            f"RAISE EXCEPTION 'a value of % is longer than {kind.length}', {literal(label)}; END IF; END $_qsys_look$"
        )
    else:
        value = column.backfill.text if isinstance(column.backfill, Expr) else quote(old)
        value = f"{value}::{declared(column)}" if value == quote(old) else value
        sql = f"SELECT count({value}) FROM {quote(table)}"
    comment = f"Every value of {label} has to fit {declared(column)}: it is looked at before anything is locked."
    yield Statement(sql=sql, comment=comment, because=tuple(because))
    yield Statement(sql=add_column(table, column), comment=f"What {label} is to become.", because=tuple(because))


def _nothing_else(table: str, column: str) -> str:
    """Stops where something uses the column that no spec speaks of: a view of another schema, a publication."""
    return f"""DO $_qsys_look$
DECLARE
    _qsys_found text;
BEGIN
    SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO _qsys_found
    FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND d.objsubid = 0
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = {literal(quote(table))}::regclass
        AND a.attname = {literal(column)} AND d.classid NOT IN ('pg_constraint'::regclass, 'pg_attrdef'::regclass)
        AND c.relkind IS DISTINCT FROM 'i';
    IF _qsys_found IS NOT NULL THEN
        RAISE EXCEPTION '% is used by %, which would be in the way', {literal(f"{table}.{column}")}, _qsys_found;
    END IF;
END
$_qsys_look$"""


def _contract(change: c.AlterColumn, riders: Sequence[c.Change], because: Sequence[c.Change]) -> Iterator[Statement]:
    table, name, label = change.table, change.before.name, f"{change.table}.{change.before.name}"
    new = new_column(name)
    coming = {temporary(one.item.name) for one in riders if isinstance(one, (c.AddCheck, c.AddIndex, c.AddUnique))}
    sql = f"LOCK TABLE {quote(table)} IN ACCESS EXCLUSIVE MODE"
    comment = f"Nobody uses {table} from here on; none of it takes long."
    yield Statement(sql=sql, comment=comment, because=tuple(because))
    comment = "It is known of every row that both columns hold the same."
    yield Statement(sql=_proven(table, same_check(name)), comment=comment, because=tuple(because))
    for rider in riders:
        match rider:
            case c.DropTrigger():
                yield from programs.render(rider, because)
            case c.DropCheck(item=item) | c.DropUnique(item=item) if item.name not in coming:
                yield from constraints.constraint(rider, (), because)
            case c.DropIndex(item=item) if item.name not in coming:
                yield from constraints.index(rider, (), because)
            case _:
                pass
    yield alter_table(table, f"DROP COLUMN {quote(name)}", f"{label} as it was.", because)
    action = f"RENAME COLUMN {quote(new)} TO {quote(name)}"
    yield alter_table(table, action, f"{label} is {declared(change.after)} from now on.", because)
    if isinstance(change.after.default, Expr):
        action = f"ALTER COLUMN {quote(name)} SET DEFAULT {default_text(change.after.default)}"
        yield alter_table(table, action, f"The default of {label}.", because)
    if change.after.comment:
        yield columns.commented(table, change.after, because)
    for rider in riders:
        yield from _in_place(table, rider, because)


def _proven(table: str, check: str) -> str:
    return (
        "DO $_qsys_look$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint "
        f"WHERE conrelid = {literal(quote(table))}::regclass AND conname = {literal(check)} AND convalidated) THEN "
        f"RAISE EXCEPTION 'constraint % is not validated', {literal(check)}; END IF; END $_qsys_look$"
    )


def _in_place(table: str, change: c.Change, because: Sequence[c.Change]) -> Iterator[Statement]:
    """What was made over the new column gets its own name."""
    match change:
        case c.AddIndex(item=one):
            sql = f"ALTER INDEX {quote(temporary(one.name))} RENAME TO {quote(one.name)}"
            yield Statement(sql=sql, comment=f"Index {one.name} of {table} is over it.", because=tuple(because))
        case c.AddUnique(item=one):
            made = Index(name=temporary(one.name), parts=one.parts, unique=True)
            yield from constraints.constraint(change, (c.DropIndex(table=table, item=made),), because)
        case c.AddCheck(item=one):
            action = f"RENAME CONSTRAINT {quote(temporary(one.name))} TO {quote(one.name)}"
            yield alter_table(table, action, f"Check {one.name} of {table} is about it.", because)
        case _:
            pass


def _restore(change: c.AlterColumn, riders: Sequence[c.Change], because: Sequence[c.Change]) -> Iterator[Statement]:
    """The type changes back at once, and the column beside it is made as it was. What stands on it and stays, stays."""
    adds = [one for one in riders if isinstance(one, (c.AddIndex, c.AddUnique, c.AddCheck))]
    drops = [one for one in riders if isinstance(one, (c.DropIndex, c.DropUnique, c.DropCheck))]
    kept = [one.item for one in adds if any(one.item == other.item for other in drops)]
    for one in drops:
        if one.item not in kept:
            yield from _member(one, because)
    yield from columns.render(change, (), because)
    new = next(one for one in riders if isinstance(one, c.AddColumn))
    yield from columns.render(new, (), because)
    for again in adds:
        if again.item not in kept:
            yield from _member(again, because)
    for rider in riders:
        if isinstance(rider, c.AddTrigger):
            yield from programs.render(rider, because)


def _member(change: c.Change, because: Sequence[c.Change]) -> Iterator[Statement]:
    if isinstance(change, (c.AddIndex, c.DropIndex)):
        yield from constraints.index(change, (), because)
    elif isinstance(change, (c.AddUnique, c.DropUnique, c.AddCheck, c.DropCheck)):
        yield from constraints.constraint(change, (), because)
