"""The lines of the table that a bench prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.measure import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. ``target`` is in seconds, 0 for none; ``floor`` is None where nothing compares."""

    what: str
    ours: Sample
    floor: Sample | None = None
    against: str = ""
    target: float = 0.0
    most: float = 0.0
    """The most times the floor that it may take, 0 for any."""

    @property
    def ratio(self) -> float:
        """Ours over the floor; 0 where there is none."""
        return self.ours.seconds / self.floor.seconds if self.floor else 0.0

    @property
    def missed(self) -> bool:
        """Whether a target was not met."""
        return bool(self.target and self.ours.seconds > self.target) or bool(self.most and self.ratio > self.most)

    @property
    def wanted(self) -> str:
        """The target in words; empty for none."""
        return f"<= {self.target * 1000:.0f} ms" if self.target else f"<= {self.most}x" if self.most else ""


def report(rows: Sequence[Row]) -> None:
    """Print the rows as a table, missed targets marked."""
    print(f"{'what':48} {'ours':>9} {'memory':>8} {'floor':>9} {'ratio':>6}  {'against':20} target")
    for row in rows:
        floor = f"{row.floor.seconds * 1000:6.0f} ms" if row.floor else ""
        ratio = f"{row.ratio:5.2f}x" if row.floor else ""
        print(
            f"{row.what:48} {row.ours.seconds * 1000:6.0f} ms {row.ours.megabytes:5.0f} MB {floor:>9} {ratio:>6}"
            f"  {row.against:20} {row.wanted}{'  MISSED' if row.missed else ''}"
        )
