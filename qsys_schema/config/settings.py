"""What a project says of itself: ``[tool.qsys-schema]`` in pyproject.toml, or qsys-schema.toml.

The order is option, environment variable, file, default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qsys_schema.errors import UsageError

_KEYS: Mapping[str, tuple[type, str]] = {
    "database": (str, "text, the URL of a database"),
    "schema": (str, "text, the folder of table specs"),
    "migrations": (str, "text, the folder of migrations"),
    "dialects": (list, "a list of names of databases"),
    "repositories": (str, "text, the folder that Python is generated into"),
    "flavours": (list, "a list of kinds of repositories"),
    "minimum": (dict, "a table of versions by name of a database, each as text"),
    "offline": (bool, "true or false: whether migrations may let others wait, and so be fewer"),
    "environments": (dict, "a table of environments, each a table of settings"),
}

DEFAULTS = "the defaults"
"""What stands for the file where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A project's settings. Folders are relative to the working directory; ``database`` is empty where none is set.

    ``minimum`` is the oldest version of each database that migrations are written for. ``offline`` migrations may let
    others wait, so that there are fewer of them. ``repositories`` is the folder that Python is generated into, empty
    where none is; ``flavours`` are the kinds of it, none for all. ``file`` is where settings were read from.
    """

    file: str = DEFAULTS
    database: str = ""
    schema: str = "schema"
    migrations: str = "migrations"
    dialects: tuple[str, ...] = ()
    minimum: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    repositories: str = ""
    flavours: tuple[str, ...] = ()

    @property
    def schema_folder(self) -> Path:
        """The folder of specs."""
        return Path(self.schema)

    @property
    def migrations_folder(self) -> Path:
        """The folder of migrations, one folder per dialect inside."""
        return Path(self.migrations)

    @property
    def cache(self) -> Path:
        """Where compiled specs are kept; it may be deleted at any time."""
        base = os.environ.get("QSYS_CACHE_DIR")
        if base:
            return Path(base)
        root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        return Path(root or Path("~/.cache").expanduser()) / "qsys-schema"


def read_settings(*, environment: str = "", database: str = "", schema: str = "", migrations: str = "") -> Settings:
    """The settings in force; the arguments are what was given on the command line. Raises UsageError.

    An environment asked for by name is an option too, so what it says goes before QSYS_DATABASE_URL.
    """
    file, table = _table()
    chosen = {key: value for key, value in table.items() if key != "environments"}
    named = _environment(file, table.get("environments", {}), environment)
    configured = named.get("database") or os.environ.get("QSYS_DATABASE_URL") or chosen.get("database", "")
    chosen.update(named)
    return Settings(
        file=file,
        database=database or str(configured),
        schema=schema or str(chosen.get("schema", "schema")),
        migrations=migrations or str(chosen.get("migrations", "migrations")),
        dialects=tuple(chosen.get("dialects", ())),
        minimum=dict(chosen.get("minimum", {})),
        offline=bool(chosen.get("offline", False)),
        repositories=str(chosen.get("repositories", "")),
        flavours=tuple(chosen.get("flavours", ())),
    )


def _environment(file: str, environments: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if not name:
        return {}
    if name not in environments:
        known = ", ".join(sorted(environments)) or "none"
        raise UsageError(f"there is no environment {name!r} in {file}", hint=f"environments there: {known}")
    return environments[name]


def _table() -> tuple[str, dict[str, Any]]:
    """The first file that says something, and what it says. Raises UsageError."""
    import tomllib

    for file, path in (("qsys-schema.toml", ()), ("pyproject.toml", ("tool", "qsys-schema"))):
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise UsageError(f"{file} is not UTF-8: {error.reason}", hint="save it as UTF-8") from error
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}", hint="see its permissions") from error
        try:
            table: object = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise UsageError(f"{file} is not valid TOML: {error}", hint="correct it there") from error
        for depth, key in enumerate(path, start=1):
            table = _member(table, key, f"{file}: {'.'.join(path[:depth])}")
        found = _as_table(table, file)
        if found:
            _check(found, file)
            return file, found
    return DEFAULTS, {}


def _member(table: object, key: str, where: str) -> object:
    return _as_table(_as_table(table, where).get(key, {}), where)


def _as_table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{where} is not a table", hint="write it in brackets: [tool.qsys-schema]")
    return value


def _check(table: Mapping[str, Any], where: str, *, inside: bool = False) -> None:
    """Raise UsageError for what is unknown or of the wrong kind. Values are not shown: one may hold a password."""
    for key, value in table.items():
        if key not in _KEYS or (inside and key == "environments"):
            near = get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(_KEYS)}"
            raise UsageError(f"{where}: unknown setting {key!r}", hint=hint)
        kind, words = _KEYS[key]
        if not isinstance(value, kind) or not _members_fit(key, value):
            raise UsageError(f"{where}: {key} must be {words}", hint="correct it there")
        if isinstance(value, str) and "\0" in value:
            raise UsageError(f"{where}: {key} holds a NUL character", hint="take it out")
        _check_names(key, value, where)
    for name, settings in table.get("environments", {}).items():
        _check(settings, f"{where}, environment {name}", inside=True)


def _members_fit(key: str, value: Any) -> bool:  # noqa: ANN401 - whatever TOML holds
    if key in {"dialects", "flavours"}:
        return all(isinstance(name, str) for name in value)
    if key == "minimum":
        return all(isinstance(version, str) for version in value.values())
    return key != "environments" or all(isinstance(settings, dict) for settings in value.values())


def _check_names(key: str, value: Any, where: str) -> None:  # noqa: ANN401 - whatever TOML holds
    if key not in {"dialects", "minimum"}:
        return
    from qsys_schema.dialects.registry import NAMES

    for name in value:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(NAMES)}"
            raise UsageError(f"{where}: {key} names {name!r}, which is no database", hint=hint)
