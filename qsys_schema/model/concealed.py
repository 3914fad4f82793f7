"""Texts that nobody may read: passwords, from the moment that they are known until the process ends.

Whoever prints for people asks ``without`` first. It is the net below: no message is made of a password to begin with.
"""

from __future__ import annotations

import re

BLOT = "***"

_SHORTEST = 6
"""Characters. A shorter password is in too many words that have to be read; only what looks like a URL hides it."""

_USER_AND_PASSWORD = re.compile(r"://([^\n]*)@")
_IN_QUERY = re.compile(r"(?i)[?&](?:ssl)?pass(?:word|wd)?=([^&#\s]*)")

_hidden: set[str] = set()


def conceal(secret: str, *, shown: str = "") -> None:
    """Take this text out of all that is printed from now on, as it is and as a URL spells it.

    A password that is a part of ``shown``, what everybody may read of the URL, is no secret: to blot it out would
    only make messages unreadable.
    """
    if len(secret) >= _SHORTEST and secret not in shown:
        _hidden.update(one for one in (secret, repr(secret)[1:-1], _quoted(secret)) if one)


def conceal_url(url: str) -> None:
    """Take the password of a URL out of all that is printed from now on, also where the URL is no good one."""
    from urllib.parse import unquote

    shown = _IN_QUERY.sub("", _USER_AND_PASSWORD.sub(_without_password, url))
    logins = (match.group(1).partition(":")[2] for match in _USER_AND_PASSWORD.finditer(url))
    for secret in (*logins, *_IN_QUERY.findall(url)):
        conceal(secret, shown=shown)
        conceal(unquote(secret), shown=shown)


def without(text: str) -> str:
    """The text with what is concealed blotted out."""
    for secret in sorted(_hidden, key=len, reverse=True):
        if secret in text:
            text = text.replace(secret, BLOT)
    return text


def _without_password(match: re.Match[str]) -> str:
    return f"://{match.group(1).partition(':')[0]}@"


def _quoted(secret: str) -> str:
    from urllib.parse import quote

    return quote(secret, safe="", errors="surrogateescape")
