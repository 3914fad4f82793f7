"""The database that a configuration names: its URL, or where to look for it, and for the password that it lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qsys_schema.config.secret import WORDS, Secret, secret_of
from qsys_schema.errors import UsageError
from qsys_schema.model.concealed import conceal, conceal_url

_HAS_PASSWORD = re.compile(r"(?i)[?&]pass(?:word|wd)?=")


class Kept:
    """A URL that has to be looked for; it is asked for once, by the first command that needs it."""

    def __init__(self, url: str | Secret, password: Secret | None, where: str) -> None:
        self.where = where
        self._url = url
        self._password = password
        self._read = ""

    @property
    def plain(self) -> str:
        """The URL as far as it is known without asking anybody for it; empty where it is not."""
        return self._url if isinstance(self._url, str) else ""

    def can_be_read_at_once(self) -> bool:
        """Whether no command has to be run for the URL, so that it may be compared with another."""
        return isinstance(self._url, str) or self._url.kind != "command"

    def place(self) -> str:
        """The URL without its password. Raises UsageError."""
        return self._url if isinstance(self._url, str) else self._url.read()

    def read(self) -> str:
        """The whole URL, which no message may show. Raises UsageError."""
        if not self._read:
            url = self.place()
            conceal_url(url)
            if self._password is not None:
                password = self._password.read()
                conceal(password, shown=url)
                url = with_password(url, password, self.where)
            self._read = url
        return self._read


def kept_in(table: Mapping[str, object], where: str, base: str) -> str | Kept:
    """What ``database`` and ``password`` of a table say. Raises UsageError; no value is shown."""
    value, password = table.get("database", ""), table.get("password")
    secret = None if password is None else secret_of(password, f"{where}: password", base)
    if isinstance(value, str):
        conceal_url(value)
        if secret is None:
            return value
        return Kept(value, secret, where)
    return Kept(secret_of(value, f"{where}: database", base), secret, where)


def require_sound(table: Mapping[str, object], where: str) -> None:
    """Raise UsageError for a database or a password that cannot be looked for. Looks for neither."""
    if "password" in table and not table.get("database"):
        raise UsageError(f"{where}: password without a database", hint="write the database's URL beside it")
    if isinstance(table.get("database"), Mapping):
        secret_of(table["database"], f"{where}: database")
    if isinstance(table.get("password"), str):
        raise UsageError(
            f"{where}: password is written out, and this file is read by whoever reads the project",
            hint=f"write {WORDS}; whoever has committed it should change it",
        )
    if "password" in table:
        secret_of(table["password"], f"{where}: password")


def with_password(url: str, password: str, where: str) -> str:
    """The URL with its password, spelled as URLs spell it. Raises UsageError; neither is shown."""
    from urllib.parse import quote

    scheme, separator, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    login, at, _ = authority.rpartition("@")
    if ":" in login or _HAS_PASSWORD.search(url):
        raise UsageError(f"{where}: the URL of the database has a password already", hint="take it out of the URL")
    if separator and _is_a_file(url):
        raise UsageError(f"{where}: the database is a file, which has no password", hint="take the password out")
    spelled = quote(password, safe="")
    if at:
        return f"{scheme}://{login}:{spelled}{rest[len(login) :]}"
    before, hash_, fragment = url.partition("#")
    return f"{before}{'&' if '?' in before else '?'}password={spelled}{hash_}{fragment}"


def _is_a_file(url: str) -> bool:
    from qsys_schema.dialects.registry import dialect_of

    return dialect_of(url, {}).embedded
