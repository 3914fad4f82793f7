from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.crash.lab import MANY, Catalogs
from tests.crash.postgres_lab import Make, Site, assert_next_apply_finishes, assert_records_agree
from tests.patience import PATIENCE_S
from tests.postgres import connect, url_for


def _all_at_once(site: Site, count: int, folder: Path) -> list[str]:
    talks = [folder / f"{site.database}-{number}.txt" for number in range(count)]
    processes = [site.start("apply", talk=talk) for talk in talks]
    codes = [process.wait(120) for process in processes]
    said = [talk.read_text(encoding="utf-8") for talk in talks]
    assert codes == [0] * count, said
    return [line.removeprefix("applied ") for text in said for line in text.splitlines() if line.startswith("applied ")]


@pytest.mark.slow
def test_of_eight_appliers_one_applies_each_migration(sites: Make, postgres_catalogs: Catalogs, tmp_path: Path) -> None:
    """The others wait and find nothing to do; they are in nobody's way who builds an index meanwhile."""
    for _ in range(50 if MANY else 2):
        site = sites()
        rows = site.state().rows
        assert sorted(_all_at_once(site, 8, tmp_path)) == sorted(max(postgres_catalogs))[1:]
        assert_records_agree(site, rows, postgres_catalogs, index_only=False)


@pytest.mark.slow
def test_whose_transactions_keep_a_snapshot_wait_without_one(
    site: Site, postgres_catalogs: Catalogs, tmp_path: Path
) -> None:
    """The isolation level that the database has by default does not matter: nobody waits for anybody for ever."""
    rows = site.state().rows
    with connect(site.url) as owner:
        owner.execute(f"ALTER DATABASE {site.database} SET default_transaction_isolation = 'serializable'")
    assert sorted(_all_at_once(site, 3, tmp_path)) == sorted(max(postgres_catalogs))[1:]
    assert_records_agree(site, rows, postgres_catalogs, index_only=False)


@pytest.mark.slow
def test_an_index_waits_for_no_applier_that_waits(site: Site, tmp_path: Path) -> None:
    """Between two looks whether the lock is free, an applier has no transaction open."""
    with connect(site.url) as holder, connect(site.url) as watcher:
        holder.execute("BEGIN")
        key = "SELECT pg_advisory_xact_lock(1903393139, hashtext('qsys-schema public'))"
        holder.execute(key)
        process = site.start("apply", talk=tmp_path / "talk.txt")
        query = (
            "SELECT count(*), count(*) FILTER (WHERE state = 'idle in transaction') FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'qsys-schema'"
        )
        looks: list[tuple[int, int]] = []
        until = time.monotonic() + PATIENCE_S
        while sum(there for there, _ in looks) < 50 and time.monotonic() < until:
            looks.append(watcher.execute(query).fetchone() or (0, 0))
            time.sleep(0.02)
        holder.execute("COMMIT")
        assert process.wait(PATIENCE_S) == 0
    assert sum(there for there, _ in looks) >= 50
    assert sum(open_ for _, open_ in looks) < 15


@pytest.mark.slow
def test_a_wait_has_an_end_and_says_for_whom(site: Site) -> None:
    """Nothing is changed then."""
    before = site.state()
    with connect(site.url) as holder:
        holder.execute("BEGIN")
        holder.execute("SELECT pg_advisory_xact_lock(1903393139, hashtext('qsys-schema public'))")
        done = site.run("apply", environment={"QSYS_LOCK_TIMEOUT": "1"})
        assert done.code == 1
        assert "another qsys-schema has been at work on it" in done.stderr
        assert "QSYS_LOCK_TIMEOUT" in done.stderr
        done = site.run("apply", environment={"QSYS_LOCK_TIMEOUT": "long"})
        assert done.code == 2
        assert "QSYS_LOCK_TIMEOUT='long' is not a number" in done.stderr
    assert site.state() == before


@pytest.mark.slow
@pytest.mark.parametrize("alone", ["index", "half"])
def test_a_killed_rollback_of_an_index_is_finished_first(
    site: Site, postgres_server_url: str, postgres_catalogs: Catalogs, alone: str
) -> None:
    """The index is gone, or half gone, and its record is there: apply takes the record back, then applies it anew."""
    rows = site.state().rows
    indexed = next(
        path.stem
        for path in sorted(site.migrations.glob("*.sql"), reverse=True)
        if "\nCREATE INDEX CONCURRENTLY" in path.read_text(encoding="utf-8")
    )
    site.must("apply", "--to", indexed)
    with connect(url_for(postgres_server_url, site.database)) as admin:
        if alone == "index":
            admin.execute("DROP INDEX ix_items_amount_name")
        else:
            admin.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_items_amount_name'::regclass")
    done = site.run("apply")
    assert done.code == 0, done.stderr
    assert f"took back {indexed}" in done.stderr
    assert_next_apply_finishes(site, rows, postgres_catalogs)


@pytest.mark.slow
def test_a_rollback_takes_back_first_what_a_killed_apply_has_left(site: Site, postgres_catalogs: Catalogs) -> None:
    """An index that was built and not recorded goes before the migration that the records say was the last."""
    rows = site.state().rows
    ids = sorted(max(postgres_catalogs))
    texts = {one: (site.migrations / f"{one}.sql").read_text(encoding="utf-8") for one in ids}
    place = next(number for number, one in enumerate(ids) if "\nCREATE UNIQUE INDEX CONCURRENTLY" in texts[one])
    site.must("apply", "--to", ids[place - 1])
    with connect(site.url) as connection:
        connection.execute(texts[ids[place]].rpartition("\n\n")[2].partition("\n")[2])
    done = site.run("rollback", "--steps", "1")
    assert done.code == 0, done.stderr
    state = assert_records_agree(site, rows, postgres_catalogs, index_only=False)
    assert state.applied == tuple(ids[: place - 1])
