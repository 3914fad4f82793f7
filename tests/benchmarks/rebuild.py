"""What a rebuild of the shipped ``jobs`` table costs beside SQLite's twelve steps written by hand, with many rows."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.benchmarks.measure import Sample, measure
from tests.command import ROOT

_OURS = [sys.executable, "-m", "qsys_schema"]
_PLACES = ["--database", "sqlite:///jobs.db", "--schema", "schema", "--migrations", "migrations"]

_BY_HAND = """
import sqlite3
connection = sqlite3.connect("jobs.db", isolation_level=None)
connection.execute("PRAGMA foreign_keys = OFF")
connection.execute("BEGIN IMMEDIATE")
((table,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'jobs'").fetchall()
others = connection.execute(
    "SELECT sql FROM sqlite_schema WHERE tbl_name = 'jobs' AND type <> 'table' AND sql IS NOT NULL"
).fetchall()
columns = ", ".join('"%s"' % row[1] for row in connection.execute("PRAGMA table_info(jobs)"))
made = table.replace('"jobs"', '"new_jobs"', 1).replace("progress BETWEEN 0 AND 100", "progress BETWEEN 0 AND 101")
connection.execute(made)
connection.execute(f"INSERT INTO new_jobs (rowid, {columns}) SELECT rowid, {columns} FROM jobs")
connection.execute("DROP TABLE jobs")
connection.execute("ALTER TABLE new_jobs RENAME TO jobs")
for (sql,) in others:
    connection.execute(sql)
assert not connection.execute("PRAGMA foreign_key_check").fetchall()
connection.execute("COMMIT")
"""

_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
    INSERT INTO jobs (id, queue_name, job_name, payload, status, priority, created_at, updated_at, progress, parent_id)
    SELECT printf('%08x-0000-4000-8000-%012x', i, i), 'queue ' || i % 7, 'send mail', '{"to": "somebody-' || i || '"'
        || ', "text": "' || hex(zeroblob(60)) || '"}', CASE i % 3 WHEN 0 THEN 'PENDING' WHEN 1 THEN 'COMPLETED'
        ELSE 'FAILED' END, i % 10, 1700000000000 + i, 1700000000000 + i, i % 101, NULL
    FROM n
"""


def compare(folder: Path, *, rows: int, repeat: int) -> tuple[Sample, Sample]:
    """Our ``apply`` of a migration that rebuilds ``jobs``, and the same by hand, each on a copy of one database."""
    shutil.copytree(ROOT / "schema", folder / "schema")
    spec = folder / "schema" / "jobs.yaml"
    aside = folder / "aside.db"

    def ours(*arguments: str, times: int = 1) -> Sample:
        return measure([*_OURS, *arguments, *_PLACES], folder, repeat=times, before=put_back)

    def put_back() -> None:
        if aside.exists():
            shutil.copyfile(aside, folder / "jobs.db")

    ours("generate", "create")
    ours("apply")
    with closing(sqlite3.connect(folder / "jobs.db")) as connection:
        connection.execute(_ROWS, {"rows": rows})
        connection.commit()
    shutil.copyfile(folder / "jobs.db", aside)
    text = spec.read_text(encoding="utf-8")
    changed = re.sub(r"progress BETWEEN 0 AND 100", "progress BETWEEN 0 AND 101", text)
    assert changed != text, "the shipped spec has no such check any more"
    spec.write_text(changed, encoding="utf-8")
    ours("generate", "widen_progress")
    by_hand = measure([sys.executable, "-c", _BY_HAND], folder, repeat=repeat, before=put_back)
    return ours("apply", times=repeat), by_hand
