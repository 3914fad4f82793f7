"""The tables in which other migration tools keep their records: known by their names and columns, and left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qsys_schema.model.schema import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookkeeping:
    """One tool's table. ``columns`` are those by which it is known, ``exactly`` where it may have no others.

    ``last`` are the columns that make up what the tool calls a migration, and ``order`` the one by which the newest is
    last; empty where there is nothing to be told. ``schema`` is where it lies, if not where the tables are.
    """

    tool: str
    table: str
    columns: tuple[str, ...]
    exactly: bool = False
    last: tuple[str, ...] = ()
    order: str = ""
    schema: str = ""


def _one(
    tool: str, table: str, columns: str, *, exactly: bool = False, last: str = "", order: str = "", schema: str = ""
) -> Bookkeeping:
    return Bookkeeping(
        tool=tool,
        table=table,
        columns=tuple(columns.split()),
        exactly=exactly,
        last=tuple(last.split()),
        order=order,
        schema=schema,
    )


TOOLS = (
    _one("Alembic", "alembic_version", "version_num", exactly=True, last="version_num", order="version_num"),
    _one("Django", "django_migrations", "id app name applied", exactly=True, last="app name", order="id"),
    _one("Drizzle", "__drizzle_migrations", "id hash created_at", last="hash", order="created_at"),
    _one("Drizzle", "__drizzle_migrations", "id hash created_at", last="hash", order="created_at", schema="drizzle"),
    _one("Prisma", "_prisma_migrations", "migration_name checksum", last="migration_name", order="started_at"),
    _one("Flyway", "flyway_schema_history", "installed_rank version script", last="version", order="installed_rank"),
    _one("goose", "goose_db_version", "id version_id is_applied", last="version_id", order="id"),
    _one("Rails", "schema_migrations", "version", exactly=True, last="version", order="version"),
    _one("Rails", "ar_internal_metadata", "key value created_at updated_at", exactly=True),
    _one("golang-migrate", "schema_migrations", "version dirty", exactly=True, last="version", order="version"),
    _one("Ecto", "schema_migrations", "version inserted_at", exactly=True, last="version", order="version"),
    _one("Knex", "knex_migrations", "id name batch migration_time", last="name", order="id"),
    _one("Knex", "knex_migrations_lock", "index is_locked", exactly=True),
    _one("Sequelize", "SequelizeMeta", "name", exactly=True, last="name", order="name"),
    _one("TypeORM", "migrations", "id timestamp name", exactly=True, last="name", order="id"),
    _one("Laravel", "migrations", "id migration batch", exactly=True, last="migration", order="id"),
    _one("Liquibase", "databasechangelog", "id author filename dateexecuted", last="id", order="orderexecuted"),
    _one("Liquibase", "databasechangeloglock", "id locked lockgranted lockedby", exactly=True),
    _one("sqlx", "_sqlx_migrations", "version description checksum", last="version", order="version"),
    _one("Diesel", "__diesel_schema_migrations", "version run_on", exactly=True, last="version", order="version"),
    _one(
        "Entity Framework",
        "__EFMigrationsHistory",
        "MigrationId ProductVersion",
        last="MigrationId",
        order="MigrationId",
    ),
    _one("Atlas", "atlas_schema_revisions", "version description applied", last="version", order="version"),
    _one(
        "Atlas",
        "atlas_schema_revisions",
        "version description applied",
        last="version",
        order="version",
        schema="atlas_schema_revisions",
    ),
    _one("Tortoise Aerich", "aerich", "id version app content", exactly=True, last="version", order="id"),
)
"""What each leaves behind, by its documentation or as found in databases that it made."""


def tool_of(table: Table) -> Bookkeeping | None:
    """Whose records the table holds, or None where it is a table like any other."""
    return recognised(table.name, [column.name for column in table.columns])


_BY_NAME: dict[str, list[Bookkeeping]] = {}
for _tool in TOOLS:
    _BY_NAME.setdefault(_tool.table.lower(), []).append(_tool)


def recognised(name: str, columns: list[str]) -> Bookkeeping | None:
    """As ``tool_of``, by a table's name and columns. Case does not count: databases fold names differently."""
    there = {column.lower() for column in columns}
    for one in _BY_NAME.get(name.lower(), ()):
        known = {column.lower() for column in one.columns}
        if known == there or (not one.exactly and known < there):
            return one
    return None
