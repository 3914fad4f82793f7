"""Two small schemas to be drawn and reviewed: before and after a change."""

from __future__ import annotations

from qsys_schema.model import change as c
from qsys_schema.model.change import Change
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, Column, ForeignKey, Part, PrimaryKey, Schema, Table, Unique
from qsys_schema.model.types import Native


def column(name: str, text: str = "text", *, nullable: bool = False) -> Column:
    """A column of the database's own type."""
    return Column(name=name, type=Native(text=text), nullable=nullable)


def table(name: str, *columns: Column, keys: tuple[ForeignKey, ...] = (), uniques: tuple[Unique, ...] = ()) -> Table:
    """A table whose first column is its key."""
    key = PrimaryKey(parts=(Part(column=columns[0].name),))
    return Table(name=name, columns=columns, primary_key=key, foreign_keys=keys, uniques=uniques)


def reference(column_name: str, target: str) -> ForeignKey:
    """A foreign key."""
    return ForeignKey(name=f"fk_{column_name}", columns=(column_name,), target=target, target_columns=("id",))


def queue() -> tuple[Schema, Schema, tuple[Change, ...]]:
    """A queue's jobs get a tenant, and lose their progress."""
    plain = [column(name) for name in ("name", "payload", "options", "result", "reason")]
    logs = table("logs", column("id"), column("job", nullable=True), keys=(reference("job", "jobs"),))
    progress, tenant = column("progress", "integer", nullable=True), column("tenant", "character varying(20)")
    to_tenants = reference("tenant", "tenants")
    tenants = table("tenants", column("id"), column("name"))
    far = table("settings", column("id"))
    before = Schema(tables=(far, table("jobs", column("id"), *plain, progress, column("status")), logs))
    jobs = table("jobs", column("id"), tenant, *plain, column("status"), keys=(to_tenants,))
    after = Schema(tables=(far, jobs, logs, tenants))
    old, new = (Check(name="ck", expression=Expr(text=text), columns=("status",)) for text in ("a", "b"))
    changes: tuple[Change, ...] = (
        c.AddTable(item=tenants),
        c.DropColumn(table="jobs", item=progress),
        c.AddColumn(table="jobs", item=tenant),
        c.DropCheck(table="jobs", item=old),
        c.AddCheck(table="jobs", item=new),
        c.AddForeignKey(table="jobs", item=to_tenants),
    )
    return before, after, changes
