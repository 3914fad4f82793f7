from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.crash.accident import Make, assert_at_a_boundary, assert_next_apply_finishes
from tests.crash.lab import Catalogs
from tests.patience import PATIENCE_S

ROWS = 20_000


@pytest.mark.soak
@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("room", [0, 300_000])
def test_a_full_disk_stops_apply_at_a_boundary(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, room: int
) -> None:
    """It says so, keeps what was whole, and goes on by itself once there is room; a limit stands for the disk."""
    place = accident(ROWS, journal)
    rows, talk = place.state().rows, tmp_path / "talk.txt"
    limit = place.database.stat().st_size + room if journal == "delete" else 50_000 + room

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code = place.start("apply", talk=talk, first=no_room).wait(PATIENCE_S)
    said = talk.read_text(encoding="utf-8")
    assert code == 1, said
    assert "disk" in said
    assert "Traceback" not in said
    assert "nobody foresaw" not in said
    assert assert_at_a_boundary(place, rows, catalogs) < max(map(len, catalogs))
    assert_next_apply_finishes(place, rows, catalogs)
