"""What a project says of itself: ``[tool.qsys-schema]`` in pyproject.toml, or qsys-schema.toml.

The order is option, environment variable, file, default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qsys_schema.config.database import Kept, kept_in, require_sound
from qsys_schema.config.environments import RULES, Rules, require_codes, require_typable, rules_of
from qsys_schema.config.policy import read_policy
from qsys_schema.config.portable import require_portable
from qsys_schema.errors import UsageError
from qsys_schema.model.concealed import conceal_url
from qsys_schema.model.ownership import EVERYTHING, Ownership
from qsys_schema.model.policy import NO_POLICY, Policy

_KEYS: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "database": ((str, dict), "text, the URL of a database, or a table that says where to find it"),
    "password": ((str, dict), "a table that says where to find the password of the database"),
    "schema": (str, "text, the folder of table specs"),
    "migrations": (str, "text, the folder of migrations"),
    "dialects": (list, "a list of names of databases"),
    "repositories": (str, "text, the folder that Python is generated into"),
    "flavours": (list, "a list of kinds of repositories"),
    "minimum": (dict, "a table of versions by name of a database, each as text"),
    "offline": (bool, "true or false: whether migrations may let others wait, and so be fewer"),
    "include": (list, "a list of patterns of names: what of the database is this project's own"),
    "exclude": (list, "a list of patterns of names: what of the database belongs to others"),
    "lint": (dict, "a table of what is asked of migrations"),
    "environments": (dict, "a table of environments, each a table of settings"),
}

_NESTED = "environments"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

DEFAULTS = "the defaults"
"""What stands for the file where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A project's settings. ``database`` is empty where none is set.

    ``base`` is the folder that all others are relative to, and the URL of a file; empty for the working directory.

    ``minimum`` is the oldest version of each database that migrations are written for. ``offline`` migrations may let
    others wait, so that there are fewer of them. ``repositories`` is the folder that Python is generated into, empty
    where none is; ``flavours`` are the kinds of it, none for all. ``file`` is where settings were read from.
    ``ours`` is what of the database is the project's own. ``kept`` is a database whose URL has to be looked for; then
    ``database`` is empty. ``environment`` is the one that was asked for, ``environments`` are all. ``policy`` is what
    is asked of migrations.
    """

    base: str = ""
    file: str = DEFAULTS
    database: str = ""
    schema: str = "schema"
    migrations: str = "migrations"
    dialects: tuple[str, ...] = ()
    minimum: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    repositories: str = ""
    flavours: tuple[str, ...] = ()
    ours: Ownership = EVERYTHING
    policy: Policy = NO_POLICY
    kept: Kept | None = None
    environment: str = ""
    environments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def has_database(self) -> bool:
        """Whether a database is given, be it at hand or not."""
        return bool(self.database) or self.kept is not None

    def rules(self, url: str) -> Rules:
        """What the environment of this database demands."""
        return rules_of(self.environment, self.environments, url, self.base)

    @property
    def schema_folder(self) -> Path:
        """The folder of specs."""
        return Path(self.base, self.schema)

    @property
    def migrations_folder(self) -> Path:
        """The folder of migrations, one folder per dialect inside."""
        return Path(self.base, self.migrations)

    @property
    def cache(self) -> Path:
        """Where compiled specs are kept; it may be deleted at any time."""
        base = os.environ.get("QSYS_CACHE_DIR")
        if base:
            return Path(base)
        root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        return Path(root or Path("~/.cache").expanduser()) / "qsys-schema"


def read_settings(
    *, environment: str = "", database: str = "", schema: str = "", migrations: str = "", base: str = ""
) -> Settings:
    """The settings in force; the arguments are what was given on the command line. Raises UsageError.

    ``base`` is the folder of the project; empty for the working directory.
    An environment asked for by name is an option too, so what it says goes before QSYS_DATABASE_URL.
    """
    file, table = _table(base)
    chosen = {key: value for key, value in table.items() if key != "environments"}
    named = _environment(file, table.get("environments", {}), environment)
    found: str | Kept = database or ("" if named.get("database") else os.environ.get("QSYS_DATABASE_URL", ""))
    if found:
        conceal_url(str(found))
    else:
        where = f"{file}, environment {environment}" if named.get("database") else file
        found = kept_in(named if named.get("database") else table, where, base)
    chosen.update(named)
    for key, given in (("schema", schema), ("migrations", migrations), ("repositories", "")):
        require_portable(given or str(chosen.get(key, "")), f"--{key}" if given else f"{file}: {key}", base)
    return Settings(
        base=base,
        file=file,
        database=found if isinstance(found, str) else "",
        kept=None if isinstance(found, str) else found,
        environment=environment,
        environments=table.get("environments", {}),
        schema=schema or str(chosen.get("schema", "schema")),
        migrations=migrations or str(chosen.get("migrations", "migrations")),
        dialects=tuple(chosen.get("dialects", ())),
        minimum=dict(chosen.get("minimum", {})),
        offline=bool(chosen.get("offline", False)),
        repositories=str(chosen.get("repositories", "")),
        flavours=tuple(chosen.get("flavours", ())),
        policy=read_policy(chosen["lint"], file) if "lint" in chosen else NO_POLICY,
        ours=Ownership(include=tuple(chosen.get("include", ())), exclude=tuple(chosen.get("exclude", ()))),
    )


def environment_names() -> tuple[str, ...]:
    """The environments that the configuration has. Raises UsageError where it cannot be read."""
    return tuple(sorted(_table("")[1].get("environments", {})))


def _environment(file: str, environments: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if not name:
        return {}
    if name not in environments:
        known = ", ".join(sorted(environments)) or "none"
        raise UsageError(f"there is no environment {name!r} in {file}", hint=f"environments there: {known}")
    return environments[name]


def _table(base: str) -> tuple[str, dict[str, Any]]:
    """The first file that says something, and what it says. Raises UsageError."""
    import tomllib

    for name, path in (("qsys-schema.toml", ()), ("pyproject.toml", ("tool", "qsys-schema"))):
        file = str(Path(base, name))
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
        except (ValueError, RecursionError) as error:  # of numbers with too many digits it says no more than ValueError
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
    known = {**_KEYS, **RULES} if inside else dict(_KEYS)
    if inside:
        del known[_NESTED]
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{where}: unknown setting {key!r}", hint=_hint(key, known))
        kind, words = known[key]
        if not isinstance(value, kind) or not _members_fit(key, value):
            raise UsageError(f"{where}: {key} must be {words}", hint="correct it there")
        if isinstance(value, str) and (found := _CONTROL.search(value)) is not None:
            raise UsageError(f"{where}: {key} holds the control character {found[0]!a}", hint="take it out")
        _check_names(key, value, where)
    require_sound(table, where)
    for name, settings in table.get(_NESTED, {}).items():
        require_typable(name, f"{where}, environment {name!r}")
        _check(settings, f"{where}, environment {name}", inside=True)
        require_codes(settings, f"{where}, environment {name}")


def _hint(key: str, known: Mapping[str, object]) -> str:
    if key in RULES:
        return f"it is a rule of one environment: write it under [tool.qsys-schema.{_NESTED}.NAME]"
    near = get_close_matches(key, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"


def _members_fit(key: str, value: Any) -> bool:  # noqa: ANN401 - whatever TOML holds
    if key in {"dialects", "flavours", "include", "exclude", "forbid"}:
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
