"""The changes of a difference by the migration that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qsys_schema.model.change import Change


@dataclass(slots=True)
class Stages:
    """Changes by the migration that they belong to, in the order of these."""

    values: list[Change] = field(default_factory=list)
    main: list[Change] = field(default_factory=list)
    fill: dict[str, list[Change]] = field(default_factory=dict)
    builds: list[Change] = field(default_factory=list)
    prove: dict[str, list[Change]] = field(default_factory=dict)
    require: dict[tuple[str, str], list[Change]] = field(default_factory=dict)
    finish: dict[str, list[Change]] = field(default_factory=dict)
    late: list[Change] = field(default_factory=list)
    late_finish: dict[str, list[Change]] = field(default_factory=dict)
    drops: list[Change] = field(default_factory=list)

    def in_order(self) -> Iterator[tuple[Change, ...]]:
        """The changes of each migration."""
        yield tuple(self.values)
        yield tuple(self.main)
        yield from (tuple(group) for _, group in sorted(self.fill.items()))
        yield from ((one,) for one in self.builds)
        yield from (tuple(group) for _, group in sorted(self.prove.items()))
        # Each ends with a lock on the whole table, under which no other may look at rows.
        yield from (tuple(group) for _, group in sorted(self.require.items()))
        yield from (tuple(group) for _, group in sorted(self.finish.items()))
        yield tuple(self.late)
        yield from (tuple(group) for _, group in sorted(self.late_finish.items()))
        yield from ((one,) for one in self.drops)
