"""Files of queries: one file holds several, each with a line of its name, lines that say more, and its SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.errors import SpecError
from qsys_schema.model.query import Query
from qsys_schema.model.types import Integer, TimestampMs
from tests.spec.house import load_for

SPEC = "table: jobs\ncolumns: {id: {type: text, primary_key: true}}\n"

SQL = """-- What stands here is nobody's.

-- name: find :many
-- All of them.
--
--   Note: really all.
-- optional: status, since
-- parameters: {limit: integer, since: {type: timestamp_ms, nullable: true}}
-- order_by: {newest: "id DESC", best: {sqlite: id, postgres: 'id NULLS LAST'}}
-- acknowledge: {QP101: few rows}

SELECT *
FROM jobs -- not all
WHERE x = :limit;

-- name: only_here :exec
-- only: sqlite
DELETE FROM jobs
-- name: only_there :exec
-- only: postgres, mysql
DELETE FROM jobs
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of specs with one table."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "schema"
    (made / "queries").mkdir(parents=True)
    (made / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    return made


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / "queries" / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _said(folder: Path) -> str:
    with pytest.raises(SpecError) as caught:
        load_for(folder)
    return "".join(f"{problem}\n" for problem in caught.value.problems)


def test_everything_that_a_query_can_say(folder: Path) -> None:
    """As the model has it."""
    _write(folder, "jobs.sql", SQL)
    find, other = load_for(folder).queries
    assert isinstance(find, Query)
    assert (find.name, find.table, find.group, find.returns) == ("find", "jobs", "", "many")
    assert find.doc == "All of them.\n\n  Note: really all."
    assert find.sql == "SELECT *\nFROM jobs -- not all\nWHERE x = :limit;"
    assert find.optional == ("status", "since")
    assert [(one.name, one.type, one.nullable) for one in find.parameters] == [
        ("limit", Integer(), None),
        ("since", TimestampMs(), True),
    ]
    assert find.order_by == (("newest", "id DESC"), ("best", "id"))
    assert find.acknowledged == (("QP101", "few rows"),)
    assert other.name == "only_here"
    assert [one.name for one in load_for(folder, "postgres").queries] == ["find", "only_there"]


def test_a_file_that_is_no_table_is_a_group(folder: Path) -> None:
    """Its queries get a class of their own."""
    _write(folder, "reports.sql", "-- name: all_ids :many\r\nSELECT id\r\nFROM jobs\r\n")
    (query,) = load_for(folder).queries
    assert (query.table, query.group, query.label, query.sql) == (
        "",
        "reports",
        "reports.all_ids",
        "SELECT id\nFROM jobs",
    )


def test_queries_of_a_spec_and_of_a_file_are_of_one_table(folder: Path) -> None:
    """And so they cannot have one name."""
    (folder / "jobs.yaml").write_text(
        f"{SPEC}queries: {{find: {{sql: SELECT 1 AS x, returns: one}}}}\n", encoding="utf-8"
    )
    _write(folder, "jobs.sql", "-- name: find :one\nSELECT 2 AS x\n")
    assert _said(folder) == (
        "schema/queries/jobs.sql:1:10: there are two queries jobs.find\n"
        "    the other is in schema/jobs.yaml; `-- only:` lets two stand for two databases\n"
    )


def test_a_changed_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    """The cache holds what was read, by its bytes, and the digest of the whole changes."""
    cache = tmp_path / "cache"
    path = _write(folder, "jobs.sql", "-- name: find :one\nSELECT 1 AS x\n")
    first = load_for(folder, cache=cache)
    again = load_for(folder, cache=cache)
    assert again == first
    assert again.queries == first.queries
    assert first.files == ("schema/jobs.yaml", "schema/queries/jobs.sql")
    path.write_text("-- name: find :one\nSELECT 2 AS x\n", encoding="utf-8")
    after = load_for(folder, cache=cache)
    assert after.digest != first.digest
    assert after.queries[0].sql == "SELECT 2 AS x"
    assert after.schema == first.schema


def test_a_query_is_not_found_valid_for_a_database_that_has_none(folder: Path, tmp_path: Path) -> None:
    """What was in order for one database is not, by the cache, in order for another."""
    text = f"{SPEC}queries: {{find: {{sql: {{sqlite: SELECT 1 AS x}}, returns: one}}}}\n"
    (folder / "jobs.yaml").write_text(text, encoding="utf-8")
    load_for(folder, cache=tmp_path / "cache")
    with pytest.raises(SpecError, match=r"jobs\.find has no SQL for postgres"):
        load_for(folder, "postgres", cache=tmp_path / "cache")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("jobs.SQL", "", "schema/queries/jobs.SQL: files of queries end in .sql, so this file would not be read"),
        ("jobs.yaml", "", "schema/queries/jobs.yaml: this folder holds queries in SQL, so this file would not be read"),
        (
            "jobs.sql",
            b"-- name: a :one\nSELECT '\xff'",
            "schema/queries/jobs.sql:2:9: the file is not UTF-8 (byte 0xff)",
        ),
        ("jobs.sql", "-- name: a :one\nSELECT '\0'", r"schema/queries/jobs.sql:2:9: the control character '\x00' is"),
        (
            "my-jobs.sql",
            "",
            "schema/queries/my-jobs.sql: the file is called 'my-jobs', which is no table and cannot be",
        ),
        ("class.sql", "", "schema/queries/class.sql: the file is called 'class', which is no table and cannot be"),
        ("jobs.sql", "x" * ((1 << 20) + 1), "schema/queries/jobs.sql: the file is larger than 1024 KiB"),
    ],
)
def test_files_that_are_not_as_they_should_be(folder: Path, name: str, content: str | bytes, said: str) -> None:
    """The same careful door as for specs."""
    _write(folder, name, content)
    assert _said(folder).startswith(said)


def test_links_that_lead_out_are_not_followed(folder: Path, tmp_path: Path) -> None:
    """Neither of a file nor of the whole folder."""
    (tmp_path / "secret.sql").write_text("-- name: a :one\nSELECT 1 AS x\n", encoding="utf-8")
    (folder / "queries" / "jobs.sql").symlink_to(tmp_path / "secret.sql")
    assert _said(folder).startswith("schema/queries/jobs.sql: this symbolic link leads out of the folder")
    (folder / "queries" / "jobs.sql").unlink()
    (folder / "queries").rmdir()
    (folder / "queries").symlink_to(tmp_path)
    assert _said(folder).startswith("schema/queries: this symbolic link leads out of the folder")
