"""The second opinion: a database, and the other databases of a project, may know better than our reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.errors import SpecError
from qsys_schema.pipeline.queries import checked
from tests.command import Command
from tests.queries.house import project_in, shop

WRONG_ON_POSTGRES = """
-- name: rounded_up :many
SELECT ceil(quantity) AS c FROM orders

-- name: not_grouped :many
SELECT customer_id, status, count(*) AS n FROM orders GROUP BY customer_id

-- name: untyped :many
SELECT id FROM customers WHERE :name IS NULL OR name = :name

-- name: no_such_function :many
SELECT id FROM customers WHERE startswith(name, :word)

-- name: in_one_of_its_variants :many
-- optional: status
-- order_by: {plain: id, hashed: "status_hash(id)"}
SELECT id FROM orders WHERE status = :status ORDER BY :order_by

-- name: not_unique :exec
INSERT INTO customers (id, name) VALUES (:id, :name) ON CONFLICT (name) DO NOTHING
"""

SAID_BY_POSTGRES = """\
schema/queries/shop.sql:3:26: query shop.rounded_up: the result column c is integer by the specs, and float by postgres
    cast it: CAST(... AS bigint)
schema/queries/shop.sql:6:21: query shop.not_grouped: postgres does not take it: column "orders.status" must appear in the GROUP BY clause or be used in an aggregate function
schema/queries/shop.sql:9:32: query shop.untyped: postgres does not take it: could not determine data type of parameter $1
    cast it where it is used first: CAST(:name AS text)
schema/queries/shop.sql:12:32: query shop.no_such_function: postgres does not take it: function startswith(text, unknown) does not exist
    No function matches the given name and argument types. You might need to add explicit type casts.
schema/queries/shop.sql:16:35: query shop.in_one_of_its_variants: postgres does not take it ordered by hashed: function status_hash(bigint) does not exist
    No function matches the given name and argument types. You might need to add explicit type casts.
schema/queries/shop.sql:20:57: query shop.not_unique: postgres does not take it: there is no unique or exclusion constraint matching the ON CONFLICT specification
"""  # noqa: E501 - as it is printed


def _write(folder: Path, queries: str) -> None:
    shop(folder)
    (folder / "schema" / "queries" / "shop.sql").write_text(queries, encoding="utf-8")


def _said(folder: Path, database: str = "", dialect: str = "") -> str:
    with pytest.raises(SpecError) as caught:
        checked(project_in(folder, database, dialect))
    return "".join(f"{problem}\n" for problem in caught.value.problems)


def test_what_only_postgresql_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    """Types, grouping, functions and constraints; at the word that its complaint is about."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, WRONG_ON_POSTGRES)
    assert _said(tmp_path, postgres_url) == SAID_BY_POSTGRES


def test_one_method_has_one_signature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a query is on SQLite, it is on PostgreSQL too, by the specs alone: no server is asked."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "qsys-schema.toml").write_text('dialects = ["sqlite", "postgres"]\n', encoding="utf-8")
    _write(
        tmp_path,
        "-- name: moment :one\nSELECT current_timestamp AS moment FROM orders WHERE id = :id\n\n"
        "-- name: other :many\n-- only: sqlite\nSELECT id FROM orders WHERE id = :id\n\n"
        "-- name: other :many\n-- only: postgres\nSELECT id FROM orders WHERE id = :id AND customer_id = :customer\n",
    )
    assert _said(tmp_path) == (
        "schema/queries/shop.sql:2:1: query shop.moment: the result column moment is text here, "
        "and timestamp on postgres\n"
        "    cast it, or say its type\n"
        "schema/queries/shop.sql:6:1: query shop.other: it has the parameter :customer only on postgres\n"
        "    cast it, or say its type\n"
    )


def test_without_queries_their_room_is_never_entered(run_cli: Command) -> None:
    """Its parser takes longer to import than a command takes to run."""
    shop(run_cli.folder)
    script = run_cli.folder / "sitecustomize.py"
    script.write_text(
        "import atexit, sys\natexit.register(lambda: print('qsys_schema.queries' in sys.modules, file=sys.stderr))\n",
        encoding="utf-8",
    )
    path = {"PYTHONPATH": f"{run_cli.folder}:{run_cli.environment()['PYTHONPATH']}"}
    for arguments in (("validate",), ("diff",), ("check",)):
        assert run_cli(*arguments, environment=path).stderr.splitlines()[-1:] == ["False"], arguments


def test_nothing_to_do_is_found_without_a_look_at_queries(run_cli: Command, database_url: str) -> None:
    """Queries cost nothing where nothing has changed."""
    _write(run_cli.folder, "-- name: all_ids :many\nSELECT id FROM orders\n")
    for arguments in (("generate",), ("apply",), ("diff",)):
        assert run_cli(*arguments, "--database", database_url).code == 0
    (run_cli.folder / "sitecustomize.py").write_text(
        "import atexit, sys\natexit.register(lambda: print('qsys_schema.queries' in sys.modules, file=sys.stderr))\n",
        encoding="utf-8",
    )
    path = {"PYTHONPATH": f"{run_cli.folder}:{run_cli.environment()['PYTHONPATH']}"}
    for command in ("diff", "generate", "apply"):
        done = run_cli(command, "--database", database_url, environment=path)
        assert done.stderr.splitlines()[-1:] == ["False"], command
