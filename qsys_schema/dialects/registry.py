"""The databases there are. The one place, beside their own folders, that knows them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qsys_schema.dialects.base import Dialect
    from qsys_schema.dialects.postgres.speller import PostgreSQLSpeller
    from qsys_schema.dialects.sqlite.speller import SQLiteSpeller
    from qsys_schema.model.ownership import Ownership

NAMES = ("sqlite", "postgres", "mysql")
"""The words for databases in specs, folders and JSON."""

SPOKEN = ("sqlite", "postgres")
"""Those of them that Python is generated for."""

EXAMPLE = "sqlite:///qsys.db"
"""A URL for examples; the embedded default."""

PORTS = {"postgres": "5432", "mysql": "3306"}
"""Where a server listens if its URL does not say."""

_HOW = "write sqlite:///relative.db, sqlite:////absolute/path.db, postgresql://… or mysql://…"

_SCHEMES = {
    "sqlite": "sqlite",
    "postgresql": "postgres",
    "postgres": "postgres",
    "psql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
}


def dialect_named(
    name: str, minimum: Mapping[str, str], *, online: bool = True, ours: Ownership | None = None
) -> Dialect:
    """The dialect of that name. Raises UsageError.

    ``minimum`` is the oldest version to write for, by name; ``online`` migrations let others work meanwhile. ``ours``
    is what of a database is the project's own, everything where it is None.
    """
    if name == "sqlite":
        from qsys_schema.dialects.sqlite.dialect import SQLite

        return SQLite(minimum.get(name, ""), ours=ours)
    if name == "postgres":
        from qsys_schema.dialects.postgres.dialect import PostgreSQL

        return PostgreSQL(minimum.get(name, ""), online=online, ours=ours)
    if name in NAMES:
        raise UsageError(
            f"{name} is not supported yet; this version works on sqlite and postgres",
            hint="use a sqlite:/// or postgresql:// URL, or wait for the release whose changelog names it",
        )
    known = ", ".join(NAMES)
    raise UsageError(f"there is no dialect {name!r}", hint=f"known are: {known}")


def dialect_of(url: str, minimum: Mapping[str, str], *, online: bool = True, ours: Ownership | None = None) -> Dialect:
    """The dialect that a database URL asks for. Raises UsageError; the message never shows the URL's password."""
    scheme = url.partition("://")[0].lower()
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) or "://" not in url:
        # Whatever stands there may be a password.
        raise UsageError("the database is not a URL", hint=_HOW)
    if any("\ud800" <= one <= "\udfff" for one in url):
        raise UsageError("the database's URL holds bytes that are no text", hint="write them as %XX in it")
    name = _SCHEMES.get(scheme.partition("+")[0])
    if name is not None:
        return dialect_named(name, minimum, online=online, ours=ours)
    raise UsageError(
        f"no database is known for a URL that starts with {scheme!r}",
        hint=_HOW,
    )


def speller_named(name: str) -> SQLiteSpeller | PostgreSQLSpeller:
    """How generated Python speaks to the database of that name. Raises UsageError."""
    if name == "sqlite":
        from qsys_schema.dialects.sqlite.speller import SQLiteSpeller

        return SQLiteSpeller()
    if name == "postgres":
        from qsys_schema.dialects.postgres.speller import PostgreSQLSpeller

        return PostgreSQLSpeller()
    raise UsageError(f"no Python is generated for {name} yet", hint=f"{' and '.join(SPOKEN)} can be had")
