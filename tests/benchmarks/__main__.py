"""Measure ours beside the floors, in the same run on the same machine, and print a table.

``python -m tests.benchmarks [--tables 3 300 1000] [--repeat 5] [--databases sqlite postgres] [--strict]``;
targets are for the sizes that have one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import floors, rebuild
from tests.benchmarks.measure import RunFailedError, Sample, measure
from tests.benchmarks.rows import Row, report
from tests.benchmarks.specs import add_column, write_specs

OURS = [sys.executable, "-m", "qsys_schema"]
PLACES = ["--database", "sqlite:///bench.db", "--schema", "schema", "--migrations", "migrations"]

LARGE = 1000
MOST_MEGABYTES = 120.0
_BARE_PYTHON_MS = 14
"""How long the machine needed on which the targets were set: what a miss means depends on it."""
MOST_GROWTH = 1.3
"""How much more a table may cost among many than among few, for the cost to count as linear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One size of schema in one folder, brought to where its migrations say it is."""

    folder: Path
    tables: int
    repeat: int

    def ours(self, *arguments: str, before: Callable[[], None] = lambda: None, repeat: int = 0) -> Sample:
        """Measure one of our commands with this project's options."""
        return measure([*OURS, *arguments, *PLACES], self.folder, repeat=repeat or self.repeat, before=before)

    def floor(self, command: Sequence[str], before: Callable[[], None] = lambda: None) -> Sample:
        """Measure a floor in the project's folder."""
        return measure(command, self.folder, repeat=self.repeat, before=before)

    def remove(self, *names: str) -> None:
        """Remove files and folders of the project, if they are there."""
        for name in names:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def keep(self, *names: str) -> Callable[[], None]:
        """Copy files and folders aside; the returned function puts them back."""
        aside = self.folder / "aside"
        for name in names:
            _copy(self.folder / name, aside / name)

        def put_back() -> None:
            for name in names:
                self.remove(name)
                _copy(aside / name, self.folder / name)

        return put_back


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def start_up(folder: Path, repeat: int) -> list[Row]:
    """What it costs to say anything at all."""
    ours = measure([*OURS, "--help"], folder, repeat=repeat)
    return [
        Row(
            what="--help",
            ours=ours,
            floor=measure(floors.click_hello(), folder, repeat=repeat),
            against="click hello",
            target=0.1,
        ),
        Row(
            what="--help", ours=ours, floor=measure(floors.bare_python(), folder, repeat=repeat), against="bare python"
        ),
    ]


def from_empty(bench: Bench) -> list[Row]:
    """Write the first migration and apply it; leaves the project in sync."""
    targets = {LARGE: (3.0, 2.0)}.get(bench.tables, (0.0, 0.0))
    few = min(bench.repeat, 3)
    generated = bench.ours(
        "generate", "initial", repeat=few, before=lambda: bench.remove("migrations", "bench.db", "cache")
    )
    applied = bench.ours("apply", repeat=few, before=lambda: bench.remove("bench.db"))
    script = bench.floor(floors.execute_script(), before=lambda: bench.remove("floor.db"))
    (migrations,) = {path.parent for path in (bench.folder / "migrations").rglob("*.sql")}
    yoyo = bench.floor(floors.plain_yoyo(migrations), before=lambda: bench.remove("floor.db"))
    size = f"{bench.tables} tables"
    return [
        Row(
            what=f"generate from empty, {size}",
            ours=generated,
            floor=script,
            against="executescript",
            target=targets[0],
        ),
        Row(what=f"apply from empty, {size}", ours=applied, floor=script, against="executescript", target=targets[1]),
        Row(what=f"apply from empty, {size}", ours=applied, floor=yoyo, against="plain yoyo apply"),
    ]


def in_sync(bench: Bench) -> list[Row]:
    """A diff that finds nothing, with specs never seen before and with specs in the cache."""
    cold = bench.ours("diff", before=lambda: bench.remove("cache"))
    warm = bench.ours("diff")
    yaml = bench.floor(floors.load_yaml())
    introspect = bench.floor(floors.introspect())
    targets: Mapping[int, tuple[float, float]] = {3: (0.15, 0.15), LARGE: (1.0, 0.4)}
    cold_target, warm_target = targets.get(bench.tables, (0.0, 0.0))
    size = f"{bench.tables} tables"
    rows = [
        Row(
            what=f"diff, no change, cold, {size}",
            ours=cold,
            floor=yaml,
            against="PyYAML's C loader",
            target=cold_target,
        ),
        Row(
            what=f"diff, no change, warm, {size}",
            ours=warm,
            floor=introspect,
            against="four pragma queries",
            target=warm_target,
        ),
    ]
    peer = floors.alembic_compare()
    if peer:
        rows.append(Row(what=rows[0].what, ours=cold, floor=bench.floor(peer), against="Alembic, reflected"))
    return rows


def one_column(bench: Bench) -> list[Row]:
    """Write the migration of one new column, proof included."""
    add_column(bench.folder / "schema", bench.tables // 2)
    put_back = bench.keep("migrations")
    sample = bench.ours("generate", "add_label", before=put_back, repeat=min(bench.repeat, 3))
    floor = bench.floor(floors.introspect())
    return [
        Row(
            what=f"generate one column, proven, {bench.tables} tables",
            ours=sample,
            floor=floor,
            against="four pragma queries",
            target=2.0 if bench.tables == LARGE else 0.0,
        )
    ]


def rebuilt(folder: Path, rows: int) -> list[Row]:
    """Rebuild the shipped jobs table with so many rows in it."""
    folder.mkdir()
    ours, by_hand = rebuild.compare(folder, rows=rows, repeat=2)
    return [
        Row(what=f"rebuild jobs, {rows:,} rows", ours=ours, floor=by_hand, against="twelve steps by hand", most=1.1)
    ]


def judge(rows: Sequence[Row], sizes: Sequence[int]) -> list[str]:
    """What does not hold, in words: targets, memory, and a cost per table that grows with their number."""
    problems = [f"{row.what} took {row.ours.seconds:.2f} s, target {row.wanted}" for row in rows if row.missed]
    diffs = {row.what: row.ours for row in rows if row.what.startswith(("diff", "postgres: diff"))}
    problems += [
        f"{what} took {sample.megabytes:.0f} MB, target {MOST_MEGABYTES:.0f} MB"
        for what, sample in diffs.items()
        if sample.megabytes > MOST_MEGABYTES
    ]
    if len(sizes) >= 3:  # two slopes need three points
        low, middle, high = sizes[0], sizes[-2], sizes[-1]
        for kind in ("cold", "warm"):
            at = {size: diffs[f"diff, no change, {kind}, {size} tables"].seconds for size in (low, middle, high)}
            few, many = (at[middle] - at[low]) / (middle - low), (at[high] - at[middle]) / (high - middle)
            print(f"diff, {kind}: {few * 1e6:.0f} us a table up to {middle}, {many * 1e6:.0f} us beyond")
            if 0 < few * MOST_GROWTH < many:
                problems.append(
                    f"diff, {kind}, is not linear: a table costs {many / few:.1f} times more beyond {middle}"
                )
    return problems


def main() -> int:
    """Run the bench; 1 when it could not run, or with ``--strict`` when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[3, 300, LARGE], help="sizes of schema")
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="rows of the table that is rebuilt; 0 for no rebuild"
    )
    parser.add_argument("--repeat", type=int, default=5, help="runs of each; the fastest counts")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], help="which databases")
    parser.add_argument("--busy-rows", type=int, default=2_000_000, help="rows of PostgreSQL's busy table; 0 for none")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    options = parser.parse_args()
    sizes = sorted(options.tables)
    with tempfile.TemporaryDirectory() as name:
        try:
            rows = start_up(Path(name), options.repeat)
            for tables in sizes if "sqlite" in options.databases else ():
                bench = Bench(folder=Path(name) / str(tables), tables=tables, repeat=options.repeat)
                write_specs(bench.folder / "schema", tables)
                print(f"measuring {tables} tables …", file=sys.stderr)
                rows += [*from_empty(bench), *in_sync(bench), *one_column(bench)]
            if options.rows and "sqlite" in options.databases:
                print(f"measuring a rebuild of {options.rows:,} rows …", file=sys.stderr)
                rows += rebuilt(Path(name) / "rebuild", options.rows)
            if "postgres" in options.databases:
                # Last, and imported here: what this process holds is counted as every child's memory.
                from tests.benchmarks import postgres

                rows += postgres.measured(Path(name), sizes, repeat=options.repeat, busy_rows=options.busy_rows)
        except RunFailedError as error:
            print(error, file=sys.stderr)
            return 1
    report(rows)
    bare = next(row.floor.seconds * 1000 for row in rows if row.floor and row.against == "bare python")
    print(f"bare python starts in {bare:.0f} ms; the targets were set where it took {_BARE_PYTHON_MS}")
    problems = judge(rows, sizes if "sqlite" in options.databases else ())
    print("\n".join(problems) or "every target was met")
    return 1 if problems and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
