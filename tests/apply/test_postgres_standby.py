"""A hot standby, which takes no writes, and what is said there: a real one beside its primary."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Generator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from qsys_schema.dialects.postgres import server
from qsys_schema.dialects.postgres.binaries import find_binaries
from qsys_schema.errors import DatabaseUnavailable
from tests.command import Command
from tests.patience import PATIENCE_S, until
from tests.postgres import connect

SPEC = "table: owners\ncolumns:\n  id: {type: integer, primary_key: true}\n"
MORE = "  name: {type: text, nullable: true}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The URLs of two servers."""

    primary: str
    standby: str

    def catch_up(self) -> None:
        """Wait until the standby has what the primary has."""
        with connect(self.primary) as one, connect(self.standby) as other:
            ((place,),) = one.execute("SELECT pg_current_wal_lsn()::text").fetchall()
            there = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            until(lambda: other.execute(there, (place,)).fetchone() == (True,), "it does not catch up")


@pytest.fixture(scope="module")
def pair() -> Generator[Pair]:
    """A primary and its hot standby; skips where the programs are missing."""
    binaries = find_binaries()
    if binaries is None or not (binaries / "pg_basebackup").exists():
        pytest.skip("there is no pg_basebackup")
    try:
        primary = server.start({"wal_level": "replica", "max_wal_senders": "4"})
    except DatabaseUnavailable as error:
        pytest.skip(f"PostgreSQL: {error}")
    with ExitStack() as stack:
        stack.callback(primary.stop)
        yield Pair(primary=primary.url(), standby=_standby(binaries, primary, stack))


def _standby(binaries: Path, primary: server.Server, stack: ExitStack) -> str:
    """A copy of the primary that follows it; it lives in the primary's folder, and as the same user."""
    folder = primary.folder / "copy"
    owner = primary.folder.stat()
    user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    place = ["-h", str(primary.folder), "-p", str(primary.port), "-U", "postgres"]
    copy = [str(binaries / "pg_basebackup"), "-D", str(folder), *place, "-R", "-X", "stream", "-c", "fast"]
    subprocess.run(copy, check=True, cwd=primary.folder, capture_output=True, **user)  # type: ignore[call-overload]
    settings = {
        "unix_socket_directories": str(folder),
        "listen_addresses": "",
        "port": str(primary.port),
        "max_wal_senders": "4",
        "max_locks_per_transaction": "512",
        "shared_buffers": "32MB",
        "dynamic_shared_memory_type": "mmap",
    }
    command = [str(binaries / "postgres"), "-D", str(folder)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=primary.folder, **quiet, **user)  # type: ignore[call-overload]
    stack.callback(process.wait, PATIENCE_S)
    stack.callback(process.send_signal, signal.SIGINT)
    url = primary.url().replace(str(primary.folder), str(folder))
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError), connect(url) as connection:
            assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
            return url
        time.sleep(0.05)
    raise AssertionError("the standby did not get ready")


@pytest.mark.soak
def test_a_standby_can_be_looked_at_and_takes_no_migration(pair: Pair, run_cli: Command) -> None:
    """Each command works, or ends with 1 and says what to do; nothing is tried again and again."""
    (run_cli.folder / "schema").mkdir()
    spec = run_cli.folder / "schema" / "owners.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    for step in (("generate", "create"), ("apply",)):
        done = run_cli(*step, "--database", pair.primary)
        assert done.code == 0, done.stderr
    pair.catch_up()
    elsewhere = {"QSYS_SCRATCH_POSTGRES_URL": pair.primary}

    done = run_cli("status", "--database", pair.standby, "--exit-code", environment=elsewhere)
    assert (done.code, done.stderr) == (0, "")
    assert "applied  0001.create" in done.stdout
    done = run_cli("status", "--database", pair.standby)
    assert "applied  0001.create" in done.stdout
    assert done.code == 0, done.stderr

    spec.write_text(SPEC + MORE, encoding="utf-8")
    for command in ("diff", "generate"):
        done = run_cli(command, "--database", pair.standby)
        assert done.code == 1, done.stdout
        assert "read-only transaction: so no schema can be made to compare in" in done.stderr
        assert "it is a standby" in done.stderr
        assert "GRANT" not in done.stderr
        assert "QSYS_SCRATCH_POSTGRES_URL" in done.stderr
        _require_plain(done.stdout + done.stderr)
    done = run_cli("diff", "--database", pair.standby, environment=elsewhere)
    assert done.code == 0, done.stderr
    assert "ADD COLUMN" in done.stdout
    done = run_cli("generate", "more", "--database", pair.standby, environment=elsewhere)
    assert done.code == 0, done.stderr

    started = time.monotonic()
    for command in ("apply", "rollback"):
        for environment in ({}, elsewhere):
            done = run_cli(command, "--database", pair.standby, environment=environment)
            assert done.code == 1, done.stdout
            assert "the server is a standby, which takes no writes: connect to the primary" in done.stderr
            _require_plain(done.stdout + done.stderr)
    assert time.monotonic() - started < 30
    done = run_cli("apply", "--database", pair.primary)
    assert done.code == 0, done.stderr
    pair.catch_up()
    done = run_cli("diff", "--exit-code", "--database", pair.standby, environment=elsewhere)
    assert done.code == 0, done.stdout + done.stderr


def _require_plain(said: str) -> None:
    assert "Traceback" not in said
    assert "nobody foresaw" not in said
    assert said.count("error: ") == 1
