"""Where on the page a thing is: ``jobs``, ``jobs.status``, ``jobs:index.ix_jobs_claim``, ``query:jobs.find``.

A name keeps its letters and digits, of any script, and ``_`` and ``-``; everything else is spelled ``~2e``, by the
bytes of UTF-8. So two names never share a place, and a point or a colon is always one of ours.
"""

from __future__ import annotations

import re

_SPELLED = re.compile(r"[^\w-]")


def part(name: str) -> str:
    """A name as a part of an anchor. An empty one is ``~``."""
    return _SPELLED.sub(_bytes, name) or "~"


def _bytes(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02x}" for byte in match.group().encode("utf-8", "surrogatepass"))


def table(name: str) -> str:
    """A table."""
    return part(name)


def column(of_table: str, name: str) -> str:
    """A column."""
    return f"{part(of_table)}.{part(name)}"


def member(of_table: str, kind: str, name: str) -> str:
    """What belongs to a table and has a kind: an index, a check, a trigger."""
    return f"{part(of_table)}:{part(kind)}.{part(name)}"


def thing(kind: str, name: str) -> str:
    """What stands beside the tables: a view, a type, a function."""
    return f"{part(kind)}:{part(name)}"


def query(home: str, name: str) -> str:
    """A named query."""
    return f"query:{part(home)}.{part(name)}"


def migration(identifier: str) -> str:
    """A migration."""
    return f"migration:{part(identifier)}"


def section(name: str) -> str:
    """A part of the page itself."""
    return f"page:{name}"
