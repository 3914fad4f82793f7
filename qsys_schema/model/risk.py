"""What a change may do to people's data, as values with reasons."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from qsys_schema.model.ref import Ref


class RiskKind(enum.StrEnum):
    """How a change can hurt."""

    LOSES_DATA = "loses-data"
    MAY_FAIL_ON_DATA = "may-fail-on-data"
    BREAKS_CLIENTS = "breaks-clients"
    REWRITES_TABLE = "rewrites-table"
    BLOCKS_WRITES = "blocks-writes"
    BLOCKS_READS_AND_WRITES = "blocks-reads-and-writes"
    NAMING = "naming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One danger of one change. ``consent`` is the name by which it is agreed to, empty if none is needed."""

    code: str
    kind: RiskKind
    ref: Ref
    reason: str
    consent: str = ""
