"""How much a spec may be. Far more than any table needs, and far less than would hurt."""

from __future__ import annotations

LARGEST_FILE = 1 << 20
"""Bytes of one file."""

DEEPEST = 50
"""Levels of nesting."""

MOST_ALIASES = 100
"""Uses of YAML anchors in one file."""

MOST_NODES = 100_000
"""Values in one file, those of aliases counted wherever they are used."""
