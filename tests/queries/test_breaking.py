"""A change of a spec that breaks a named query says so (BC103), and asks for consent by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import Command
from tests.queries.house import shop

QUERY = """-- name: by_email :optional
SELECT id, email FROM customers WHERE email = :email

-- name: counted :one
SELECT count(*) AS n FROM customers
"""

DEAR = """-- name: dear :many
SELECT id FROM prices WHERE price * 2 > cost
"""

EMAIL = "  email: {type: text, nullable: true}\n"


@pytest.fixture
def made(run_cli: Command, database_url: str) -> Command:
    """The shop with two queries, on a database."""
    shop(run_cli.folder)
    (run_cli.folder / "schema" / "queries" / "customers.sql").write_text(QUERY, encoding="utf-8")
    (run_cli.folder / "schema" / "queries" / "prices.sql").write_text(DEAR, encoding="utf-8")
    for arguments in (("generate", "first"), ("apply",)):
        done = run_cli(*arguments, "--database", database_url)
        assert done.code == 0, done.stderr
    return run_cli


def _edit(folder: Path, before: str, after: str) -> None:
    path = folder / "schema" / "customers.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _drop_email(folder: Path) -> None:
    _edit(folder, EMAIL, "")
    _edit(folder, "indexes:\n  - columns: [email]\n", "")


def test_a_dropped_column_names_the_query(made: Command, database_url: str) -> None:
    """In the difference, as a risk of the change to blame, with the query's line."""
    _drop_email(made.folder)
    done = made("diff", "--database", database_url)
    expected = (
        "schema/queries/customers.sql:1: query customers.by_email no longer works: unknown column email in customers"
    )
    assert f"BC103 breaks-clients customers.email: {expected}" in done.stdout
    assert "counted" not in done.stdout


def test_a_catalog_that_knows_less_of_types_hides_nothing(made: Command, database_url: str) -> None:
    """A decimal is text to SQLite's catalog, where a query that multiplies it would look broken before."""
    path = made.folder / "schema" / "prices.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "cost:" not in line), encoding="utf-8")
    done = made("diff", "--database", database_url)
    said = "schema/queries/prices.sql:1: query prices.dear no longer works: unknown column cost in prices"
    assert f"BC103 breaks-clients prices.cost: {said}" in done.stdout


def test_consent_is_given_by_name(made: Command, database_url: str) -> None:
    """Without it nothing is written, and a machine gets the option that answers."""
    _drop_email(made.folder)
    asked = made("generate", "--format", "json", "--database", database_url)
    assert asked.code == 4
    decisions = json.loads(asked.stdout)["decisions"]
    assert {one["code"]: one["options"] for one in decisions} == {
        "DS103": ["--allow drop-column:customers.email"],
        "BC103": ["--allow break-query:customers.by_email"],
    }
    allowed = [word for one in decisions for word in one["options"][0].split(" ")]
    done = made("generate", *allowed, "--database", database_url)
    assert done.code == 0, done.stderr
    header = next((made.folder / "migrations" / "sqlite").glob("0002*.sql")).read_text(encoding="utf-8")
    assert "BC103" in header


def test_a_renamed_column_breaks_what_says_its_old_name(made: Command, database_url: str) -> None:
    """The database keeps the values, and the query does not find them."""
    _edit(made.folder, EMAIL, "  mail: {type: text, nullable: true, renamed_from: email}\n")
    _edit(made.folder, "columns: [email]", "columns: [mail]")
    done = made("diff", "--database", database_url)
    assert "BC103 breaks-clients customers.mail:" in done.stdout
    assert "query customers.by_email no longer works" in done.stdout


def test_a_column_that_must_have_a_value_breaks_an_insert(made: Command, database_url: str) -> None:
    """It worked before, and there would be no value for the new column."""
    path = made.folder / "schema" / "queries" / "customers.sql"
    path.write_text(
        f"{QUERY}\n-- name: put :exec\nINSERT INTO customers (id, name) VALUES (:id, :name)\n", encoding="utf-8"
    )
    _edit(made.folder, EMAIL, f"{EMAIL}  phone: {{type: text, backfill: none}}\n")
    done = made("diff", "--database", database_url)
    assert "query customers.put no longer works: customers.phone is NOT NULL without a default" in done.stdout


def test_validate_and_check_refuse_the_query(made: Command, database_url: str) -> None:
    """As an error with its line, whoever agreed to the change."""
    _drop_email(made.folder)
    done = made("validate")
    assert done.code == 1
    assert "schema/queries/customers.sql:2:12: query customers.by_email: unknown column email" in done.stderr
    checked = made("check")
    assert checked.code == 3
    assert "schema/queries/customers.sql:2:12: query customers.by_email: unknown column email" in checked.stdout
    assert made("diff", "--database", database_url).code == 0


def test_a_query_that_was_broken_before_is_nobodys_fault(made: Command, database_url: str) -> None:
    """The change did not break it."""
    path = made.folder / "schema" / "queries" / "customers.sql"
    path.write_text("-- name: bad :many\nSELECT nothing FROM customers\n", encoding="utf-8")
    _drop_email(made.folder)
    assert "BC103" not in made("diff", "--database", database_url).stdout
