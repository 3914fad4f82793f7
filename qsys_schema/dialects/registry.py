"""The databases there are. The one place, beside their own folders, that knows them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qsys_schema.dialects.base import Dialect

NAMES = ("sqlite", "postgres", "mysql")
"""The words for databases in specs, folders and JSON."""

EXAMPLE = "sqlite:///qsys.db"
"""A URL for examples; the embedded default."""

_HOW = "write sqlite:///relative.db, sqlite:////absolute/path.db, postgresql://… or mysql://…"

_TO_COME = {"postgres": ("postgresql://", "postgres://", "psql://"), "mysql": ("mysql://", "mariadb://")}


def dialect_named(name: str, minimum: Mapping[str, str]) -> Dialect:
    """The dialect of that name; ``minimum`` is the oldest version to write for, by name. Raises UsageError."""
    if name == "sqlite":
        from qsys_schema.dialects.sqlite.dialect import SQLite

        return SQLite(minimum.get(name, ""))
    if name in _TO_COME:
        raise UsageError(
            f"{name} is not supported yet; this version works on sqlite",
            hint="use a sqlite:/// URL, or wait for the release whose changelog names it",
        )
    known = ", ".join(NAMES)
    raise UsageError(f"there is no dialect {name!r}", hint=f"known are: {known}")


def dialect_of(url: str, minimum: Mapping[str, str]) -> Dialect:
    """The dialect that a database URL asks for. Raises UsageError; the message never shows the URL's password."""
    scheme = url.partition("://")[0].lower()
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) or "://" not in url:
        # Whatever stands there may be a password.
        raise UsageError("the database is not a URL", hint=_HOW)
    if scheme == "sqlite":
        return dialect_named("sqlite", minimum)
    for name, prefixes in _TO_COME.items():
        if any(prefix.startswith(f"{scheme}:") for prefix in prefixes) or scheme.split("+")[0] in {
            prefix.partition(":")[0] for prefix in prefixes
        }:
            return dialect_named(name, minimum)
    raise UsageError(
        f"no database is known for a URL that starts with {scheme!r}",
        hint=_HOW,
    )
