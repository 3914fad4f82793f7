"""What the same work costs at least: bare tools on the same files, as commands to be measured beside ours."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_INTROSPECT = """
import sqlite3
connection = sqlite3.connect("bench.db")
for query in (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema",
    "SELECT * FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) WHERE m.type = 'table'",
    "SELECT * FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_xinfo(i.name)"
    " WHERE m.type = 'table'",
    "SELECT * FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) WHERE m.type = 'table'",
):
    connection.execute(query).fetchall()
"""

_LOAD = """
import pathlib, yaml
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
for path in pathlib.Path("schema").glob("*.yaml"):
    yaml.load(path.read_bytes(), loader)
"""

_HELLO = """
import click
@click.command()
def hello(): "Say hello."
hello(["--help"])
"""

_EXECUTE = """
import pathlib, sqlite3
connection = sqlite3.connect("floor.db")
for path in sorted(pathlib.Path("migrations").rglob("*.sql")):
    if not path.name.endswith(".rollback.sql"):
        connection.executescript("BEGIN;" + path.read_text() + ";COMMIT;")
"""

_ALEMBIC = """
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine
with create_engine("sqlite:///bench.db").connect() as connection:
    wanted = MetaData()
    wanted.reflect(connection)
    compare_metadata(MigrationContext.configure(connection), wanted)
"""


def bare_python() -> list[str]:
    """Start Python and stop."""
    return [sys.executable, "-c", ""]


def click_hello() -> list[str]:
    """The help of a command with nothing in it."""
    return [sys.executable, "-c", _HELLO]


def load_yaml() -> list[str]:
    """Read ``schema/*.yaml`` with PyYAML's C loader, and do nothing with it."""
    return [sys.executable, "-c", _LOAD]


def introspect() -> list[str]:
    """Ask ``bench.db`` for everything in four queries, and do nothing with it."""
    return [sys.executable, "-c", _INTROSPECT]


def execute_script() -> list[str]:
    """Run the migrations' SQL on ``floor.db`` with the driver alone."""
    return [sys.executable, "-c", _EXECUTE]


def plain_yoyo(migrations: Path) -> list[str]:
    """Run the migrations on ``floor.db`` with yoyo's own command."""
    options = ["--batch", "--no-config-file", "--database", "sqlite:///floor.db"]
    return [sys.executable, "-m", "yoyo", "apply", *options, str(migrations)]


def alembic_compare() -> list[str] | None:
    """Alembic's comparison of ``bench.db`` with itself, or None where Alembic is not installed."""
    if importlib.util.find_spec("alembic") is None:
        return None
    return [sys.executable, "-c", _ALEMBIC]
