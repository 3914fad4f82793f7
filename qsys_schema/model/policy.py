"""What a team asks of its migrations beyond what is dangerous to everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qsys_schema.model.finding import Level

NAMED = ("schema", "table", "column", "index", "foreign_key", "check")
"""What a pattern of names can be given for."""

COMMENTED = ("table", "column")
"""What a comment can be required of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``levels`` by code; ``naming`` is a pattern by kind of thing, which a name has to match from end to end.

    ``require_comments`` are kinds of things that need one; ``forbid_types`` are types, logical or as the database
    writes them, that no new column may have; ``ignore`` are shell patterns of migrations that nobody looks at.
    """

    levels: Mapping[str, Level] = field(default_factory=dict)
    naming: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    require_comments: tuple[str, ...] = ()
    forbid_types: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


NO_POLICY = Policy()
