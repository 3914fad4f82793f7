from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.command import Command
from tests.patience import PATIENCE_S
from tests.postgres import connect

OWNERS = "table: owners\ncolumns:\n  id: {type: integer, primary_key: true}\n"
MORE = "  name: {type: text, nullable: true}\n"


@pytest.fixture
def ready(run_cli: Command, postgres_url: str) -> Command:
    """A table that is there, and a migration that changes it and is not applied yet."""
    (run_cli.folder / "schema").mkdir()
    spec = run_cli.folder / "schema" / "owners.yaml"
    for text, step in ((OWNERS, "generate"), (OWNERS, "apply"), (OWNERS + MORE, "generate")):
        spec.write_text(text, encoding="utf-8")
        done = run_cli(step, "--database", postgres_url)
        assert done.code == 0, done.stderr
    return run_cli


@contextmanager
def reader(url: str) -> Iterator[None]:
    """Somebody who has read the table, and leaves his transaction open."""
    with connect(url) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM owners")
        yield


def seal(command: Command) -> None:
    """The migrations were edited on purpose."""
    folder = command.folder / "migrations" / "postgres"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.glob("*.sql"))]
    (folder / "qsys.sum").write_text("".join(lines), encoding="utf-8")


def columns(url: str) -> list[str]:
    """The table's columns."""
    query = "SELECT attname FROM pg_attribute WHERE attrelid = 'owners'::regclass AND attnum > 0 ORDER BY attnum"
    with connect(url) as connection:
        return [name for (name,) in connection.execute(query)]


@pytest.mark.slow
def test_a_lock_is_not_waited_for_with_others_queued_behind(ready: Command, postgres_url: str) -> None:
    """It gives up after three seconds, so that readers get through, tries again, and says so."""
    with reader(postgres_url):
        process = subprocess.Popen(
            [sys.executable, "-m", "qsys_schema", "apply", "--database", postgres_url],
            cwd=ready.folder,
            env=ready.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "lock timeout" in said
        assert "trying again in" in said
    with process:
        rest = process.stderr.read()
        assert process.wait(PATIENCE_S) == 0, rest
    assert "Traceback" not in rest
    assert columns(postgres_url) == ["id", "name"]


@pytest.mark.slow
def test_patience_has_an_end(ready: Command, postgres_url: str) -> None:
    """What is in the way is said, and nothing was changed."""
    with reader(postgres_url):
        done = ready("apply", "--database", postgres_url, environment={"QSYS_LOCK_TIMEOUT": "1"})
        assert done.code == 1
        assert "lock timeout" in done.stderr
        assert "another session holds a lock" in done.stderr
        assert "Traceback" not in done.stderr
    assert columns(postgres_url) == ["id"]
    done = ready("status", "--database", postgres_url)
    assert "pending" in done.stdout


@pytest.mark.slow
def test_a_deadlock_is_tried_again(ready: Command, postgres_url: str) -> None:
    """The server stops one of two who wait for each other; where that is the migration, it begins anew."""
    migration = next((ready.folder / "migrations" / "postgres").glob("0002*[!k].sql"))
    text = migration.read_text(encoding="utf-8").replace("'3s'", "'20s'")
    first = 'LOCK TABLE "other" IN ACCESS EXCLUSIVE MODE;\n\n'
    head, _, tail = text.rpartition("ALTER TABLE")
    migration.write_text(f"{head}{first}ALTER TABLE{tail}", encoding="utf-8")
    with connect(postgres_url) as connection, connect(postgres_url) as other:
        connection.execute("CREATE TABLE other (id integer)")
        other.execute("BEGIN")
        other.execute("LOCK TABLE owners IN ACCESS SHARE MODE")

        def cross() -> None:
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            until = time.monotonic() + PATIENCE_S
            while connection.execute(waits).fetchone() == (0,) and time.monotonic() < until:
                time.sleep(0.02)
            other.execute("LOCK TABLE other IN ACCESS SHARE MODE")
            other.execute("COMMIT")

        thread = threading.Thread(target=cross)
        thread.start()
        seal(ready)
        done = ready("apply", "--allow", "drift", "--database", postgres_url)
        thread.join(60)
    assert done.code == 0, done.stderr
    assert "deadlock detected" in done.stderr
    assert columns(postgres_url) == ["id", "name"]


@pytest.mark.slow
def test_a_statement_that_takes_too_long_is_said_to_be_so(ready: Command, postgres_url: str) -> None:
    """It is no failure of others, so it is not tried again."""
    migration = next((ready.folder / "migrations" / "postgres").glob("0002*[!k].sql"))
    text = migration.read_text(encoding="utf-8").replace("'30s'", "'200ms'")
    migration.write_text(text + "\nSELECT pg_sleep(5);\n", encoding="utf-8")
    seal(ready)
    done = ready("apply", "--database", postgres_url)
    assert done.code == 1
    assert "statement timeout" in done.stderr
    assert "longer than statement_timeout" in done.stderr
    assert columns(postgres_url) == ["id"]
