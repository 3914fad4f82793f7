"""Queries that get slower as tables grow are found, shown with their plan, and accepted only with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.pipeline.lint import lint
from tests.command import Command
from tests.queries.house import project_in, shop

if TYPE_CHECKING:
    import pytest

QUERIES = """
-- name: by_key :optional
SELECT * FROM orders WHERE id = :id

-- name: by_index :many
SELECT * FROM orders WHERE customer_id = :customer_id ORDER BY placed_at LIMIT :limit

-- name: page :many
SELECT id FROM orders WHERE (status, placed_at) > (:status, :placed_at) ORDER BY status, placed_at LIMIT :limit

-- name: whole_table :many
SELECT id FROM orders WHERE quantity = :quantity

-- name: whole_table_on_purpose :many
-- acknowledge: {QP101: "ten rows at most"}
SELECT id FROM customers

-- name: sorted_backlog :many
SELECT id FROM orders WHERE status = :status ORDER BY quantity LIMIT :limit

-- name: few_rows_sorted :many
SELECT id FROM orders WHERE customer_id = :customer_id ORDER BY quantity

-- name: without_its_filter :many
-- optional: customer_id
SELECT id FROM orders WHERE customer_id = :customer_id AND weight > 1

-- name: by_a_cte :many
WITH late AS (SELECT id FROM orders WHERE customer_id = :customer_id) SELECT l.id FROM late AS l

-- name: whole_table_in_a_view :many
SELECT customer_id, heaviest FROM heaviest_orders
"""

VIEW = """view: heaviest_orders
sql: CREATE VIEW heaviest_orders AS SELECT o.customer_id, max(o.weight) AS heaviest FROM orders o GROUP BY o.customer_id
"""

EXPECTED = {
    ("whole_table", "QP101", ""),
    ("whole_table_on_purpose", "QP101", "ten rows at most"),
    ("sorted_backlog", "QP102", ""),
    ("without_its_filter", "QP101", ""),
    ("whole_table_in_a_view", "QP101", ""),
}


def _write(folder: Path) -> None:
    shop(folder)
    (folder / "schema" / "heaviest_orders.yaml").write_text(VIEW, encoding="utf-8")
    (folder / "schema" / "queries" / "shop.sql").write_text(QUERIES, encoding="utf-8")


def _found(folder: Path, database: str = "") -> set[tuple[str, str, str]]:
    return {(one.query.partition(".")[2], one.code, one.acknowledged) for one in lint(project_in(folder, database))}


def test_plans_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With made-up statistics of large tables, and without any."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path)
    assert _found(tmp_path) == EXPECTED


def test_plans_of_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    """No row is needed: what large tables forbid is forbidden."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path)
    assert _found(tmp_path, postgres_url) == EXPECTED


def test_the_command_shows_the_plan_and_ends_with_3(run_cli: Command) -> None:
    """What is acknowledged is only shown to who asks for it."""
    _write(run_cli.folder)
    done = run_cli("lint")
    assert done.code == 3
    assert "schema/queries/shop.sql:11: QP101 query shop.whole_table reads orders as a whole" in done.stdout
    assert "\n    SCAN orders\n" in done.stdout
    assert "without_its_filter without customer_id reads" in done.stdout
    assert "on_purpose" not in done.stdout
    assert done.stdout.endswith("4 findings, 1 acknowledged\n")
    assert "acknowledged: ten rows at most" in run_cli("lint", "--verbose").stdout


def test_the_command_for_a_machine(run_cli: Command) -> None:
    """All findings, the acknowledged ones with their reasons."""
    _write(run_cli.folder)
    found = json.loads(run_cli("lint", "--format", "json").stdout)["findings"]
    assert {(one["query"].partition(".")[2], one["code"], one["acknowledged"] or "") for one in found} == EXPECTED
    assert all(one["plan"] for one in found)


def test_without_queries_there_is_nothing_to_find(run_cli: Command) -> None:
    """And it ends well."""
    shop(run_cli.folder)
    done = run_cli("lint")
    assert (done.code, done.stdout) == (0, "0 findings\n")
