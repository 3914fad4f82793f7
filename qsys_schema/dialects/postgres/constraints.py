"""Changes of keys, constraints and indexes as statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.ddl import constraint_clause, create_index
from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.strategy import is_validation
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.step import Statement


def alter_table(table: str, action: str, comment: str, because: Sequence[c.Change]) -> Statement:
    """ALTER TABLE."""
    return Statement(sql=f"ALTER TABLE {quote(table)} {action}", comment=comment, because=tuple(because))


_Constrained = (
    c.AddPrimaryKey
    | c.DropPrimaryKey
    | c.AddUnique
    | c.DropUnique
    | c.AddCheck
    | c.DropCheck
    | c.AddForeignKey
    | c.DropForeignKey
    | c.RenameConstraint
)


def constraint(change: _Constrained, riders: Sequence[c.Change], because: Sequence[c.Change]) -> Iterator[Statement]:
    """The statements of one change of a constraint."""
    table = change.table
    match change:
        case c.RenameConstraint(before=was, after=item):
            old, new = was.name or default_key_name(table), item.name or default_key_name(table)
            action = f"RENAME CONSTRAINT {quote(old)} TO {quote(new)}"
            yield alter_table(table, action, f"Rename {old} of {table}.", because)
        case c.DropPrimaryKey() | c.DropUnique() | c.DropCheck() | c.DropForeignKey():
            name = _name(change)
            yield alter_table(table, f"DROP CONSTRAINT {quote(name)}", f"Drop {name} of {table}.", because)
        case c.AddPrimaryKey() | c.AddUnique() | c.AddCheck() | c.AddForeignKey():
            yield from _add_constraint(change, riders, because)


def _add_constraint(
    change: c.AddPrimaryKey | c.AddUnique | c.AddCheck | c.AddForeignKey,
    riders: Sequence[c.Change],
    because: Sequence[c.Change],
) -> Iterator[Statement]:
    table, name = change.table, _name(change)
    actions: list[str] = []
    index = ""
    for rider in riders:
        match rider:
            case c.DropCheck() | c.DropForeignKey() if is_validation(rider, change):
                yield alter_table(
                    table,
                    f"VALIDATE CONSTRAINT {quote(name)}",
                    f"Look whether every row of {table} fits {name}.",
                    because,
                )
                return
            case c.DropIndex(item=made):
                index = made.name
            case c.DropPrimaryKey() | c.DropUnique() | c.DropCheck() | c.DropForeignKey():
                actions.append(f"DROP CONSTRAINT {quote(_name(rider))}")
            case _:
                pass
    if index:
        kind = "PRIMARY KEY" if isinstance(change, c.AddPrimaryKey) else "UNIQUE"
        deferral = dict(change.item.attributes).get("deferrable", "")
        words = f" DEFERRABLE {deferral.upper()}" if deferral else ""
        actions.append(f"ADD CONSTRAINT {quote(name)} {kind} USING INDEX {quote(index)}{words}")
        comment = f"{name} of {table}, made of the index that was built before."
    else:
        actions.append(f"ADD {constraint_clause(change.item)}")
        comment = f"Add {name} to {table}."
        if "not valid" in dict(change.item.attributes):
            comment = f"Add {name} to {table} for new rows; those that are there are looked at later."
    yield alter_table(table, ", ".join(actions), comment, because)


def _name(change: c.Change) -> str:
    name = str(getattr(getattr(change, "item", None), "name", ""))
    return name or default_key_name(ref_of(change).table)


def index(
    change: c.AddIndex | c.DropIndex | c.RenameIndex, riders: Sequence[c.Change], because: Sequence[c.Change]
) -> Iterator[Statement]:
    """The statements of one change of an index."""
    table = change.table
    match change:
        case c.AddIndex(item=one):
            for rider in riders:
                yield alter_table(
                    table, f"DROP CONSTRAINT {quote(_name(rider))}", f"{_name(rider)} becomes an index again.", because
                )
            comment = f"Add index {one.name} on {table}."
            yield Statement(sql=create_index(one, table), comment=comment, because=tuple(because))
        case c.DropIndex(item=one):
            comment = f"Drop index {one.name} of {table}."
            yield Statement(sql=f"DROP INDEX {quote(one.name)}", comment=comment, because=tuple(because))
        case c.RenameIndex(before=was, after=one):
            sql = f"ALTER INDEX {quote(was.name)} RENAME TO {quote(one.name)}"
            yield Statement(sql=sql, comment=f"Rename index {was.name} of {table}.", because=tuple(because))


def concurrently(change: c.Change) -> Statement:
    """The one statement by which an index comes or goes while everybody reads and writes."""
    match change:
        case c.AddIndex(table=table, item=one):
            return Statement(
                sql=create_index(one, table, concurrently=True),
                comment=f"Add index {one.name} on {table} while everybody reads and writes it.",
                because=(change,),
                transactional=False,
            )
        case c.DropIndex(table=table, item=one):
            return Statement(
                sql=f"DROP INDEX CONCURRENTLY {quote(one.name)}",
                comment=f"Drop index {one.name} of {table} once nobody uses it any more.",
                because=(change,),
                transactional=False,
            )
        case _:
            raise TypeError(change)
