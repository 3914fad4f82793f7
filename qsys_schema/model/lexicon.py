"""How one database writes SQL, for who reads it without knowing the database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    r"""What stands in quotes, and how comments end.

    ``backticks`` and ``brackets`` are further ways to quote a name; ``dollars`` is for ``$tag$ texts $tag$``;
    ``escapes`` for ``E'it\'s'``; ``nested`` for comments inside comments.
    """

    backticks: bool = False
    brackets: bool = False
    dollars: bool = False
    escapes: bool = False
    nested: bool = False
