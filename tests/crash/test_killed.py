from __future__ import annotations

import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.crash.accident import (
    APPLY,
    ROLLBACK,
    Make,
    accidents,
    assert_at_a_boundary,
    assert_next_apply_finishes,
    wait_until_said,
)
from tests.crash.lab import MANY, Catalogs
from tests.patience import PATIENCE_S

EVERYDAY_ROWS = 20_000
SOAK_ROWS = 200_000
JOURNALS = ("delete", "wal")


@pytest.mark.slow
@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("moment", [0.0, 0.3, 0.7])
def test_a_killed_apply_stops_at_a_boundary(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, moment: float
) -> None:
    """Records, catalog and rows agree, no lock stays, and the next apply finishes by itself."""
    place = accident(EVERYDAY_ROWS, journal)
    (applied,) = accidents(place, signal.SIGKILL, [moment], catalogs, tmp_path)
    assert 1 <= applied <= max(map(len, catalogs))


@pytest.mark.slow
@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("place_of_kill", ["0003.check_amount: DROP TABLE", "0005.check_owner: ALTER TABLE"])
def test_a_kill_between_two_statements_of_a_rebuild_keeps_nothing_of_it(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, place_of_kill: str
) -> None:
    """Also where the old table is dropped already and the new one has not got its name."""
    place = accident(EVERYDAY_ROWS, journal)
    rows, talk = place.state().rows, tmp_path / "talk.txt"
    migration, _, statement = place_of_kill.partition(": ")
    number = place.statement_number(migration, statement)
    process = place.start("apply", "--verbose", talk=talk)
    wait_until_said(f"{migration}: statement {number} of", talk, process)
    process.kill()
    assert process.wait(PATIENCE_S) == -signal.SIGKILL
    # It may have gone on a little before the signal was there, but never back.
    assert assert_at_a_boundary(place, rows, catalogs) >= int(migration[:4]) - 1
    assert_next_apply_finishes(place, rows, catalogs)


@pytest.mark.slow
@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("moment", [0.0, 0.4])
def test_a_killed_rollback_stops_at_a_boundary(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, moment: float
) -> None:
    """The same on the way back; the next apply begins from there."""
    place = accident(EVERYDAY_ROWS, journal)
    assert place.run("apply").code == 0
    (applied,) = accidents(place, signal.SIGKILL, [moment], catalogs, tmp_path, command=ROLLBACK)
    assert 1 < applied <= max(map(len, catalogs))


@pytest.mark.soak
@pytest.mark.parametrize("command", [APPLY, ROLLBACK], ids=["apply", "rollback"])
@pytest.mark.parametrize("journal", JOURNALS)
def test_kills_at_random_moments_stop_at_boundaries(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, command: tuple[str, ...]
) -> None:
    """Five hundred of them by hand, a quarter in each way and each journal mode."""
    place = accident(2_000, journal)
    if command == ROLLBACK:
        assert place.run("apply").code == 0
    chance = random.Random(journal)  # noqa: S311 - the same moments every time
    moments = [chance.random() for _ in range(125 if MANY else 3)]
    seen = Counter(accidents(place, signal.SIGKILL, moments, catalogs, tmp_path, command=command))
    assert seen.total() == len(moments)


@pytest.mark.soak
@pytest.mark.parametrize("journal", JOURNALS)
def test_many_killed_applies_of_a_large_table_stop_at_boundaries(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str
) -> None:
    """Fifty kills at evenly spread moments with 200,000 rows, half of them in each journal mode."""
    place = accident(SOAK_ROWS, journal)
    kills = 25 if MANY else 3
    moments = [(number + 0.5) / kills for number in range(kills)]
    seen = Counter(accidents(place, signal.SIGKILL, moments, catalogs, tmp_path))
    (tmp_path / "seen.txt").write_text(f"{journal}: {sorted(seen.items())}\n", encoding="utf-8")
    assert seen.total() == kills
    assert len(seen) > 1 or not MANY, "all kills came at the same boundary: the moments are not spread"
