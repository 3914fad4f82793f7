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
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(
            "the database's URL cannot be read", hint="write postgresql://user@host:5432/name; %40 is an @ inside"
        ) from error
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in pairs if name == "schema"), "")
    rest = [(name, value) for name, value in pairs if name != "schema"]
    query = f"?{urlencode(rest, quote_via=quote)}" if rest else ""
    conninfo = f"postgresql://{parts.netloc}{parts.path}{query}"
    host = parts.hostname or next((value for name, value in rest if name == "host"), "this machine")
    place = f"{host}:{port}" if port else host
    name = unquote(parts.path.lstrip("/")) or unquote(parts.username or "") or "the default database"
    label = f"{name} on {place}" + (f", schema {schema}" if schema else "")
    return Address(conninfo=conninfo, label=label, schema=schema)
