"""The queue's own schema on PostgreSQL: as it ships, and past one table: hash-partitioned by the queue's name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT, Command
from tests.postgres import Postgres

CLAIM = """
    UPDATE jobs SET status = 'ACTIVE', locked_by_worker_id = 'w', lock_expires_at = 2, attempts_made = attempts_made + 1
    WHERE queue_name = 'q1' AND id IN (
        SELECT id FROM jobs WHERE queue_name = 'q1' AND status = 'PENDING'
        ORDER BY priority, created_at FOR UPDATE SKIP LOCKED LIMIT 10)
    RETURNING id
"""

INSERT = """
    INSERT INTO jobs (id, queue_name, job_name, status, created_at, updated_at, payload)
    SELECT 'j' || n, 'q' || n % 5, 'mail', 'PENDING', n, n, '{"to": "me"}' FROM generate_series(1, 2000) AS n
"""


@pytest.fixture
def project(run_cli: Command) -> Command:
    """A project with the shipped specs and migrations."""
    shutil.copytree(ROOT / "schema", run_cli.folder / "schema")
    shutil.copytree(ROOT / "migrations", run_cli.folder / "migrations")
    return run_cli


def test_an_empty_server_gets_the_queue(project: Command, postgres: Postgres) -> None:
    """The four commands of ``make migrate`` end with the tables; again, they find nothing to do and write nothing."""
    environment = {"QSYS_DATABASE_URL": postgres.url}
    files = sorted((project.folder / "migrations").rglob("*"))
    for _ in range(2):
        for arguments in (["validate"], ["apply"], ["generate"], ["apply"]):
            done = project(*arguments, environment=environment)
            assert done.code == 0, done
            assert arguments != ["generate"] or "nothing to do" in done.stdout
    assert sorted((project.folder / "migrations").rglob("*")) == files
    types = dict(
        postgres.rows(
            "SELECT table_name || '.' || column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        )
    )
    assert types["jobs.payload"] == "jsonb"
    assert types["jobs.created_at"] == "bigint"
    assert types["repeatable_job_schedules.is_enabled"] == "boolean"
    claim = postgres.value("SELECT pg_get_indexdef('ix_jobs_claim'::regclass, 0, true)")
    assert claim.endswith("(queue_name, priority, created_at) WHERE status = 'PENDING'::text")
    done = project("diff", "--exit-code", environment=environment)
    assert (done.code, "nothing to do" in done.stdout) == (0, True)


def _partitioned(folder: Path) -> None:
    """The specs with ``jobs`` in eight partitions: every key of such a table has the partition's column in it."""
    path = folder / "schema" / "jobs.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("id: {type: text, primary_key: true,", "id: {type: text,")
    text = text.replace("\nindexes:\n", "\nprimary_key: [id, queue_name]\n\nindexes:\n", 1)
    text += "\noptions: {postgres: {partition_by: {hash: [queue_name], partitions: 8}}}\n"
    path.write_text(text, encoding="utf-8")
    (folder / "schema" / "job_dependencies.yaml").unlink()
    shutil.rmtree(folder / "migrations")


def test_hash_partitioned_jobs_are_claimed_from_one_partition(project: Command, postgres: Postgres) -> None:
    """The claim's plan looks at one partition, by the claim's index; two workers never get the same job."""
    _partitioned(project.folder)
    environment = {"QSYS_DATABASE_URL": postgres.url}
    for arguments in (["generate", "queue"], ["apply"], ["diff", "--exit-code"]):
        done = project(*arguments, environment=environment)
        assert done.code == 0, done
    postgres.run(INSERT)
    assert postgres.value("SELECT COUNT(*) FROM pg_inherits WHERE inhparent = 'jobs'::regclass") == 8
    postgres.run("ANALYZE jobs")
    plan = "\n".join(str(row[0]) for row in postgres.rows(f"EXPLAIN {CLAIM}"))
    there = {f"jobs_p{number}" for number in range(8) if f"jobs_p{number}" in plan}
    assert len(there) == 1, plan
    other = postgres.other()
    postgres.run("BEGIN")
    other.run("BEGIN")
    first, second = postgres.rows(CLAIM), other.rows(CLAIM)
    assert (len(first), len(second)) == (10, 10)
    assert not set(first) & set(second)
    for one in (postgres, other):
        one.run("COMMIT")
    assert sorted(int(name[1:]) for (name,) in first) == list(range(1, 51, 5))


def test_a_partitioned_queue_changes_and_comes_back(project: Command, postgres: Postgres) -> None:
    """A column, an index and a check on the partitioned table: there and back, with its rows."""
    _partitioned(project.folder)
    environment = {"QSYS_DATABASE_URL": postgres.url}
    for arguments in (["generate", "queue"], ["apply"]):
        assert project(*arguments, environment=environment).code == 0
    postgres.run(INSERT)
    rows = postgres.rows("SELECT * FROM jobs ORDER BY id")
    path = project.folder / "schema" / "jobs.yaml"
    text = path.read_text(encoding="utf-8").replace("  parent_id:", "  region: {type: text, default: eu}\n  parent_id:")
    text = text.replace("\nchecks:\n", "\nchecks:\n  - expression: \"region <> ''\"\n")
    text = text.replace("\nindexes:\n", "\nindexes:\n  - columns: [region, job_name]\n")
    path.write_text(text, encoding="utf-8")
    for arguments in (["generate", "region"], ["apply"], ["diff", "--exit-code"]):
        done = project(*arguments, environment=environment)
        assert done.code == 0, done
    count = len(list((project.folder / "migrations" / "postgres").glob("*region*.rollback.sql")))
    done = project("rollback", "--steps", str(count), environment=environment)
    assert done.code == 0, done
    assert postgres.rows("SELECT * FROM jobs ORDER BY id") == rows
