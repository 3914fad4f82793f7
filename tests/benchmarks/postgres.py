"""What a diff costs on PostgreSQL, beside what the server and Python cost at least, and beside another tool."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from qsys_schema.dialects.postgres import server
from qsys_schema.errors import DatabaseUnavailable
from tests.benchmarks import postgres_load
from tests.benchmarks.measure import RunFailedError, Sample, measure
from tests.benchmarks.rows import Row
from tests.benchmarks.specs import add_column, write_specs
from tests.command import ROOT

OURS = [sys.executable, "-m", "qsys_schema"]

_ROOM = 4 << 30

TARGETS: Mapping[int, float] = {3: 0.4, 300: 0.8, 1000: 1.5}

_CATALOG = """
import psycopg, sys
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for query in (
        "SELECT c.oid, c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace",
        "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        " pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
        " LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0",
        "SELECT k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint AS k"
        " WHERE k.connamespace = 'public'::regnamespace",
        "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid"
        " WHERE c.relnamespace = 'public'::regnamespace",
    ):
        connection.execute(query).fetchall()
"""

# Tables that refer to each other in a long row are reflected one inside the other.
_ALEMBIC = """
import sys
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine
sys.setrecursionlimit(1_000_000)
with create_engine(sys.argv[1].replace("postgresql:", "postgresql+psycopg:")).connect() as connection:
    wanted = MetaData()
    wanted.reflect(connection)
    compare_metadata(MigrationContext.configure(connection), wanted)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One size of schema in one folder and one database."""

    folder: Path
    url: str
    tables: int
    repeat: int

    def ours(self, *arguments: str, before: Callable[[], None] = lambda: None, repeat: int = 0) -> Sample:
        """Measure one of our commands."""
        places = ["--database", self.url, "--schema", "schema", "--migrations", "migrations"]
        return measure([*OURS, *arguments, *places], self.folder, repeat=repeat or self.repeat, before=before)

    def other(self, *command: str, repeat: int = 0) -> Sample:
        """Measure another program, which gets the URL."""
        return measure([*command, self.url], self.folder, repeat=repeat or self.repeat)

    def forget(self, *names: str) -> Callable[[], None]:
        """A function that removes these folders."""

        def remove() -> None:
            for name in names:
                shutil.rmtree(self.folder / name, ignore_errors=True)

        return remove


def measured(folder: Path, sizes: Sequence[int], *, repeat: int, busy_rows: int) -> list[Row]:
    """All rows about PostgreSQL; none where there is no server to be had."""
    try:
        own = server.start({"shared_buffers": "128MB"}, parent=_memory())
    except DatabaseUnavailable as error:
        print(f"PostgreSQL is not measured: {error}", file=sys.stderr)
        return []
    try:
        peer = _peer(folder / "peer")
        rows = [*_starting(folder, repeat)]
        for tables in sizes:
            print(f"measuring {tables} tables on PostgreSQL …", file=sys.stderr)
            with _database(own.url(), f"bench_{tables}") as url:
                place = Place(folder=folder / f"postgres_{tables}", url=url, tables=tables, repeat=repeat)
                rows += _size(place, peer)
        if busy_rows:
            with _database(own.url(), "busy") as url:
                rows += postgres_load.measured(folder / "busy", url, rows=busy_rows)
        return rows
    finally:
        own.stop()


def _memory() -> Path | None:
    """A folder that is memory, where there is room for the busy table and its copy."""
    folder = Path("/dev/shm")  # noqa: S108 - the server makes a folder of its own in there
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > _ROOM else None


@contextmanager
def _database(url: str, name: str) -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        info = admin.info
        yield f"postgresql://{info.user}@/{name}?{urlencode({'host': info.host, 'port': info.port}, safe='/')}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _peer(folder: Path) -> tuple[str, list[str]] | None:
    """Another tool's comparison of a database with itself, installed for this run; None where it does not install."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    drivers = [one for one in wanted["project"]["dependencies"] if one.startswith("psycopg")]
    packages = [*wanted["project"]["optional-dependencies"]["bench"], *drivers]
    print(f"installing {', '.join(packages)} to measure against …", file=sys.stderr)
    python = str(folder / "bin" / "python")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError):
        print("they do not install; nothing is measured against", file=sys.stderr)
        return None
    for name, program in (("migra", _MIGRA), ("Alembic, reflected", _ALEMBIC)):
        if (
            subprocess.run([python, "-c", program.partition("\n\n")[0]], check=False, capture_output=True).returncode
            == 0
        ):
            return name, [python, "-c", program]
    return None


# What stands before the empty line shows whether it can be imported.
_MIGRA = """
import migra.command, sys, warnings

warnings.simplefilter("ignore")
sys.argv.append(sys.argv[1])
migra.command.do_command()
"""


def _starting(folder: Path, repeat: int) -> list[Row]:
    bare = measure([sys.executable, "-c", ""], folder, repeat=repeat)
    driver = measure([sys.executable, "-c", "import psycopg"], folder, repeat=repeat)
    return [Row(what="postgres: import the driver", ours=driver, floor=bare, against="bare python")]


def _size(place: Place, peer: tuple[str, list[str]] | None) -> list[Row]:
    write_specs(place.folder / "schema", place.tables)
    size, target = f"{place.tables} tables", TARGETS.get(place.tables, 0.0)
    few = min(place.repeat, 3)
    rows = [
        Row(what=f"postgres: generate from empty, {size}", ours=place.ours("generate", "initial", repeat=1)),
        Row(what=f"postgres: apply from empty, {size}", ours=place.ours("apply", repeat=1)),
    ]
    floor = place.other(sys.executable, "-c", _CATALOG)
    kinds = (("cold", ("cache",)), ("specs cached", ("cache/in-sync",)), ("warm", ()))
    for kind, gone in kinds:
        ours = place.ours("diff", before=place.forget(*gone))
        what = f"postgres: diff, no change, {kind}, {size}"
        rows.append(Row(what=what, ours=ours, floor=floor, against="four catalog queries", target=target))
    if peer is not None:
        name, command = peer
        try:
            rows.append(
                Row(what=rows[-3].what, ours=rows[-3].ours, floor=place.other(*command, repeat=1), against=name)
            )
        except RunFailedError as error:
            print(f"{name} is not measured: {error}", file=sys.stderr)
    add_column(place.folder / "schema", place.tables // 2)
    sample = place.ours("generate", "add_label", before=_unwritten(place.folder / "migrations"), repeat=few)
    what = f"postgres: generate one column, proven, {size}"
    return [*rows, Row(what=what, ours=sample, floor=floor, against="four catalog queries")]


def _unwritten(folder: Path) -> Callable[[], None]:
    """A function that takes the migrations back to what they are now."""
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def put_back() -> None:
        for path in [one for one in folder.rglob("*") if one.is_file()]:
            if path not in kept:
                path.unlink()
        for path, text in kept.items():
            path.write_bytes(text)

    return put_back
