"""Made-up pairs of specs with rows go there and back on a real PostgreSQL."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.properties import postgres_edits as edits
from tests.properties.choice import seeded
from tests.properties.postgres_ladder import climb
from tests.properties.postgres_place import place, shared

if TYPE_CHECKING:
    from tests.postgres import Connection

PAIRS = {"soak": 2000, "ci": 100}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]
BLOCKS = 5

REFUSALS = (
    *("in sync", "rows in the database are in the way", "rows in the way of the rollback"),
    *("StatementFailed: run forward on a scratch copy", "ImpossibleChange: "),
)
"""The beginnings of what a pair may end in instead of a migration; most pairs are migrated."""


@pytest.mark.soak
@pytest.mark.parametrize("block", range(BLOCKS))
def test_pairs_with_rows_go_there_and_back_on_a_real_server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_server_url: str,
    postgres_admin: Connection,
    block: int,
) -> None:
    """Catalog like a fresh one, rows kept, nothing left to do, back to the start, and there again."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    ends: Counter[str] = Counter()
    each = PAIRS // BLOCKS
    with shared(postgres_admin, postgres_server_url) as database:
        for seed in range(block * each, (block + 1) * each):
            choice = seeded(seed)
            before, after = edits.pair(choice)
            folder = tmp_path / str(seed)
            try:
                with place(folder, postgres_admin, postgres_server_url, database, choice) as pair:
                    end = climb(pair, before, after)
            except Exception as error:
                error.add_note(f"seed {seed}; the specs before:\n{before}\nafter:\n{after}")
                raise
            assert not end or end.startswith(REFUSALS), f"seed {seed}: {end}"
            ends[end] += 1
    (tmp_path / "ends.txt").write_text(f"{sorted(ends.items())}\n", encoding="utf-8")
    assert ends[""] >= each // 2, f"most pairs were refused: {ends}"
