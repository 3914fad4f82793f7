"""How one database is reached from Python: nouns that its dialect says and generated code is made with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How a Python value becomes one of the database, and back.

    Both are Python with ``{}`` for the value ("encode_decimal({}, 12, 2)"); empty where there is nothing to do.
    """

    encode: str = ""
    decode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """One way to reach the database: the folder its repositories go to, and the text of its ``session.py``."""

    name: str
    session: str
    asynchronous: bool
