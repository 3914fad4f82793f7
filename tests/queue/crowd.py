"""A crowd of processes on one queue, and what must be true when they are done. As a script: a run by hand.

``python -m tests.queue.crowd URL WORKERS JOBS [BATCH] [DEATHS]`` on a database that has the queue's tables.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.patience import PATIENCE_S
from tests.queue.workers import Settings, open_place

_SCRIPT = Path(__file__).with_name("workers.py")
ROOT = Path(__file__).parents[2]


def run(url: str, workers: int, settings: Settings, *, timeout: float = 600) -> tuple[float, int]:
    """Let them work: one adds, one recovers. Gives the seconds it took, and how many workers died and were replaced.

    A dead worker is replaced by another one. Raises AssertionError where something is not as it must be.
    """
    with open_place(url) as place:
        place.connection.execute(
            "CREATE TABLE IF NOT EXISTS claims (job_id TEXT, attempt INTEGER, UNIQUE (job_id, attempt))"
        )
    began, deaths = time.monotonic(), 0
    others = [_start(url, role, 0, settings) for role in ("add", "recover")]
    crowd = {number: _start(url, "work", number, settings) for number in range(workers)}
    number = workers
    try:
        while crowd:
            assert time.monotonic() - began < timeout, "they do not come to an end"
            for one, process in list(crowd.items()):
                if process.poll() is None:
                    continue
                code, said = _ended(process)
                del crowd[one]
                if code == -9:
                    deaths += 1
                    crowd[number] = _start(url, "work", number, settings)
                    number += 1
                else:
                    assert code == 0, said
            time.sleep(0.02)
        took = time.monotonic() - began
        for process in others:
            code, said = _ended(process)
            assert code == 0, said
    finally:
        for process in [*others, *crowd.values()]:
            process.kill()
            _ended(process)
    check(url, settings)
    return took, deaths


def _start(url: str, role: str, number: int, settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(_SCRIPT), url, role, str(number), json.dumps(asdict(settings))]
    return subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    )


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Its exit code, and what it said last."""
    said = b"" if process.stderr is None or process.stderr.closed else process.communicate(timeout=PATIENCE_S)[1]
    return process.returncode, said.decode()


def check(url: str, settings: Settings) -> None:
    """Every job is there and done, and was claimed exactly once for each attempt."""
    with open_place(url) as place:
        rows = place.connection.execute(
            "SELECT count(*), count(DISTINCT id), min(status), max(status), sum(attempts_made) FROM jobs"
        ).fetchone()
        claims = place.connection.execute("SELECT count(*) FROM claims").fetchone()[0]
        odd = place.connection.execute(
            "SELECT count(*) FROM jobs WHERE attempts_made <> (SELECT count(*) FROM claims WHERE job_id = jobs.id)"
        ).fetchone()[0]
    assert tuple(rows[:4]) == (settings.jobs, settings.jobs, "COMPLETED", "COMPLETED")
    assert claims == rows[4]
    assert odd == 0


if __name__ == "__main__":
    chosen = Settings(
        jobs=int(sys.argv[3]), batch=int((sys.argv[4:] or ["10"])[0]), deaths=int((sys.argv[5:] or ["0"])[0])
    )
    seconds, killed = run(sys.argv[1], int(sys.argv[2]), chosen)
    print(f"{chosen.jobs / seconds:.0f} jobs/s, {killed} workers killed")  # noqa: T201 - a report
