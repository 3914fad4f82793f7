from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.lab import Catalogs, Place, boundaries, prototype
from tests.patience import run_to_end

ITEMS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A project of five migrations, two of them rebuilds, and its catalog after each as the tool makes it."""

    place: Place
    catalogs: Catalogs


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """On the way back a rebuilt table is spelled otherwise than by ADD COLUMN, so that way has catalogs of its own."""
    place = prototype(tmp_path_factory)
    other = place.copy_to(tmp_path_factory.mktemp("runners") / "project")
    return Written(place=place, catalogs=boundaries(other))


def by_yoyo(place: Place, command: str, identifier: str) -> None:
    """One migration with the plain command, on the same files and the same database."""
    done = run_to_end(
        [
            *(sys.executable, "-m", "yoyo", command, "--batch", "--no-config-file", "--revision", identifier),
            *("--database", f"sqlite:///{place.database}", "migrations/sqlite"),
        ],
        cwd=place.command.folder,
        env=place.command.environment(),
    )
    assert done.returncode == 0, done.stderr


def by_us(place: Place, *arguments: str) -> None:
    """One migration with the tool."""
    done = place.run(*arguments)
    assert done.code == 0, done.stderr


@pytest.mark.soak
@pytest.mark.parametrize("runners", ["yyyyy", "uyuyu", "yuyuy"])
def test_either_runner_goes_on_where_the_other_stopped(written: Written, tmp_path: Path, runners: str) -> None:
    """Each migration forward, then back, by yoyo or by us in turn: catalog and rows are the same as by us alone."""
    place = written.place.copy_to(tmp_path / "project")
    ids = max(written.catalogs)
    rows = None
    for number, (runner, identifier) in enumerate(zip(runners, ids, strict=True), start=1):
        if runner == "y":
            by_yoyo(place, "apply", identifier)
        else:
            by_us(place, "apply", "--to", identifier)
        if rows is None:
            place.fill(ITEMS, "delete")
            rows = place.state().rows
        state = place.state()
        assert (state.applied, state.rows, state.damage) == (ids[:number], rows, ())
        assert state.catalog in written.catalogs[state.applied]
    for number in range(len(ids) - 1, 0, -1):
        if runners[number] == "y":
            by_yoyo(place, "rollback", ids[number])
        else:
            by_us(place, "rollback")
        state = place.state()
        assert (state.applied, state.rows, state.damage) == (ids[:number], rows, ())
        assert state.catalog in written.catalogs[state.applied]
    by_us(place, "apply")
    assert place.state().catalog in written.catalogs[ids]
    assert place.run("status", "--exit-code").code == 0
