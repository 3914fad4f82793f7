"""Database URLs of PostgreSQL: yoyo's, libpq's, and what a person may see of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from qsys_schema.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a database is. ``conninfo`` is libpq's URI and may hold a password; ``label`` never does."""

    conninfo: str
    label: str
    schema: str = ""


def address_of(url: str) -> Address:
    """The address of a URL: ``postgresql://user@host/name?schema=app``, with the parameters of libpq.

    ``schema`` is yoyo's: the schema to work in. Raises UsageError, which never shows the URL.
    """
    unreadable = UsageError(
        "the database's URL cannot be read",
        hint="write postgresql://user@host:5432/name; in a password write %40 for @, %2F for /, %3F for ?, %23 for #",
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Without its cause, which shows what it could not read: that may be a part of a password.
        raise unreadable from None
    words = [pair for pair in parts.query.split("&") if "=" not in pair]
    if any("@" in text for text in (parts.path, parts.fragment, *words)):
        # The password has a letter in it that ends the server's name, and the rest would be taken for something else.
        raise unreadable
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in pairs if name == "schema"), "")
    rest = [(name, value) for name, value in pairs if name != "schema"]
    query = f"?{urlencode(rest, quote_via=quote)}" if rest else ""
    conninfo = f"postgresql://{_login(parts.netloc)}{parts.path}{query}"
    host = parts.hostname or next((value for name, value in rest if name == "host"), "this machine")
    place = f"{host}:{port}" if port else host
    name = unquote(parts.path.lstrip("/")) or unquote(parts.username or "") or "the default database"
    label = f"{name} on {place}" + (f", schema {schema}" if schema else "")
    _require_known(conninfo, label)
    return Address(conninfo=conninfo, label=label, schema=schema)


def _require_known(conninfo: str, label: str) -> None:
    """Raise UsageError for parameters that libpq does not know, whose own words show the whole URL."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(conninfo)
    except ProgrammingError:
        raise UsageError(
            f"{label}: the parameters of the URL cannot be read", hint="see the names behind the question mark"
        ) from None


def _login(authority: str) -> str:
    """User, password and server, spelled in the one way that libpq reads as we do: it stops at the first @."""
    login, at, server = authority.rpartition("@")
    user, colon, password = login.partition(":")
    return f"{quote(unquote(user), safe='')}{colon}{quote(unquote(password), safe='')}{at}{server}"
