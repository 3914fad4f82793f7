"""What somebody may be about to type: names from the files of the project. No database is asked, nothing is checked.

Every function gives what it can see and is silent about the rest, for nobody reads an error between two keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from qsys_schema.config import Settings, read_settings
from qsys_schema.errors import QsysSchemaError

CONSENTS = ("drop-column", "drop-table", "drop-view", "change-type", "drop-counter", "break-query")
"""What ``--allow`` is asked for most, as it begins."""

_MOST_FILES, _MOST_BYTES = 2000, 200_000
_NAME = r'"?((?:[^"\s(]|"")+|(?<=")(?:[^"]|"")+)"?'
_CREATED = re.compile(rf"^CREATE TABLE (?:IF NOT EXISTS )?{_NAME} \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r'^  "((?:[^"]|"")+)" ', re.MULTILINE)
_ADDED = re.compile(rf'^ALTER TABLE {_NAME}\nADD COLUMN (?:IF NOT EXISTS )?"((?:[^"]|"")+)"', re.MULTILINE)


def settings(environment: str, schema: str, migrations: str) -> Settings:
    """The settings in force, or the defaults where they cannot be read."""
    try:
        return read_settings(environment=environment, schema=schema, migrations=migrations)
    except QsysSchemaError:
        return Settings(schema=schema or "schema", migrations=migrations or "migrations")


def columns(known: Settings) -> Mapping[str, tuple[str, ...]]:
    """The columns of each table of the specs by its name."""
    from qsys_schema.spec.glance import glance

    return glance(known.schema_folder)


def migrations(known: Settings, dialect: str) -> tuple[str, ...]:
    """The ids of the migrations of a database, or of all of them; the newest first, as that is meant most."""
    names = {path.name.removesuffix(".sql") for path in _files(known, dialect)}
    return tuple(sorted(names, reverse=True))


def gone(known: Settings) -> Mapping[str, tuple[str, ...]]:
    """What migrations have made and the specs no longer have: columns by table; none of a table that is gone."""
    wanted, made = columns(known), _made(known)
    left: dict[str, tuple[str, ...]] = {}
    for table, names in made.items():
        lost = tuple(name for name in names if name not in wanted.get(table, ()))
        if table not in wanted:
            left[table] = ()
        elif lost:
            left[table] = lost
    return left


def _made(known: Settings) -> Mapping[str, list[str]]:
    made: dict[str, list[str]] = {}
    for path in islice(sorted(_files(known, "")), _MOST_FILES):
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_BYTES)
        for table in _CREATED.finditer(text):
            made.setdefault(_plain(table[1]), []).extend(_plain(name) for name in _COLUMN.findall(table[2]))
        for name, column in _ADDED.findall(text):
            made.setdefault(_plain(name), []).append(_plain(column))
    return {name: names for name, names in made.items() if not name.startswith("_")}


def _files(known: Settings, dialect: str) -> Iterator[Path]:
    """The forward files of the migrations."""
    for path in known.migrations_folder.glob(f"{dialect or '*'}/*.sql"):
        if not path.name.endswith(".rollback.sql"):
            yield path


def _plain(name: str) -> str:
    return name.replace('""', '"')
