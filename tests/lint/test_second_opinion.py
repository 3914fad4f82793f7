"""Somebody else's linter, squawk, beside ours over migrations by hand: what it finds, we find, or say why not."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lint.house import Shelf
from tests.lint.test_rules import example_parameters
from tests.patience import run_to_end

SETUP = (
    "CREATE TYPE mood AS ENUM ('sad', 'glad');\n"
    "CREATE TABLE owners (id bigint PRIMARY KEY, name varchar(20) NOT NULL);\n"
    "CREATE TABLE jobs (id bigint PRIMARY KEY, owner bigint, title varchar(20) DEFAULT 'x', price numeric(8, 2),"
    " mood mood, double numeric GENERATED ALWAYS AS (price * 2) STORED, CONSTRAINT dear CHECK (price > 0));\n"
    "CREATE INDEX jobs_title ON jobs (title);\nCREATE UNIQUE INDEX jobs_owner ON jobs (owner);\n"
    "CREATE VIEW dear_jobs AS SELECT id, owner FROM jobs WHERE price > 10;\n"
    "CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
    "CREATE TRIGGER tells AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION told();\n"
    "CREATE TABLE parted (id bigint, k integer) PARTITION BY LIST (k);\n"
    "CREATE TABLE one PARTITION OF parted FOR VALUES IN (1);\n"
)

WILD: Mapping[str, str] = {
    "required_field": "ALTER TABLE jobs ADD COLUMN more integer NOT NULL;",
    "field_with_a_constant": "ALTER TABLE jobs ADD COLUMN more integer NOT NULL DEFAULT 7;",
    "field_with_now": "ALTER TABLE jobs ADD COLUMN made timestamptz NOT NULL DEFAULT now();",
    "field_with_a_random_value": "ALTER TABLE jobs ADD COLUMN token double precision DEFAULT random();",
    "serial_field": "ALTER TABLE jobs ADD COLUMN number bigserial;",
    "foreign_key": "ALTER TABLE jobs ADD CONSTRAINT o FOREIGN KEY (owner) REFERENCES owners (id);",
    "foreign_key_of_a_field": "ALTER TABLE jobs ADD COLUMN boss bigint REFERENCES owners (id);",
    "key_in_two_steps": "ALTER TABLE jobs ADD CONSTRAINT o FOREIGN KEY (owner) REFERENCES owners (id) NOT VALID;\n"
    "ALTER TABLE jobs VALIDATE CONSTRAINT o;",
    "check": "ALTER TABLE jobs ADD CONSTRAINT c CHECK (owner > 0);",
    "unique": "ALTER TABLE jobs ADD CONSTRAINT u UNIQUE (title);",
    "unique_of_an_index": "ALTER TABLE jobs ADD CONSTRAINT u UNIQUE USING INDEX jobs_owner;",
    "not_null": "ALTER TABLE jobs ALTER COLUMN title SET NOT NULL;",
    "not_null_dropped": "ALTER TABLE owners ALTER COLUMN name DROP NOT NULL;",
    "default_dropped": "ALTER TABLE jobs ALTER COLUMN title DROP DEFAULT;",
    "generated_no_more": "ALTER TABLE jobs ALTER COLUMN double DROP EXPRESSION;",
    "type": "ALTER TABLE owners ALTER COLUMN id TYPE integer;",
    "type_that_is_binary_the_same": "ALTER TABLE jobs ALTER COLUMN title TYPE text;",
    "index": "CREATE INDEX jobs_price ON jobs (price);",
    "index_dropped": "DROP INDEX jobs_title;",
    "table_dropped_with_others": "DROP TABLE owners CASCADE;\nDROP TABLE jobs CASCADE;",
    "trigger_dropped": "DROP TRIGGER tells ON jobs;",
    "type_dropped": "DROP TYPE mood CASCADE;",
    "truncate": "TRUNCATE owners CASCADE;",
    "partition": "ALTER TABLE parted DETACH PARTITION one;",
    "value_renamed": "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';",
    "column_and_table_renamed": "ALTER TABLE jobs RENAME COLUMN title TO name;\nALTER TABLE owners RENAME TO people;",
    "domain": "CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%');\nALTER TABLE owners ADD COLUMN mail mail;",
    "name_that_is_too_long": f"ALTER TABLE jobs ADD COLUMN {'a' * 70} integer;",
    "char": "ALTER TABLE jobs ADD COLUMN code char(3);",
}
"""What people write, for the tables of the setup."""

SAME: Mapping[str, frozenset[str]] = {
    "adding-field-with-default": frozenset({"PG302", "PG309", "PG310"}),
    "adding-foreign-key-constraint": frozenset({"PG306"}),
    "adding-not-nullable-field": frozenset({"MF104", "PG303"}),
    "adding-required-field": frozenset({"MF103"}),
    "adding-serial-primary-key-field": frozenset({"PG104"}),
    "ban-concurrent-index-creation-in-transaction": frozenset({"PG103"}),
    "ban-drop-column": frozenset({"DS103"}),
    "ban-drop-constraint": frozenset({"CD101", "CD102", "CD103", "PG305"}),
    "ban-drop-function": frozenset({"BC105"}),
    "ban-drop-schema": frozenset({"DS101"}),
    "ban-drop-table": frozenset({"DS102", "PG332"}),
    "ban-drop-type": frozenset({"BC105", "DS103", "MF108"}),
    "ban-drop-view": frozenset({"BC104"}),
    "ban-truncate-cascade": frozenset({"DS110"}),
    "changing-column-type": frozenset({"PG301", "PG320"}),
    "constraint-missing-not-valid": frozenset({"PG104", "PG105", "PG305", "PG306"}),
    "disallowed-unique-constraint": frozenset({"PG105"}),
    "renaming-column": frozenset({"BC102"}),
    "renaming-object": frozenset({"BC106", "MF108"}),
    "renaming-table": frozenset({"BC101"}),
    "require-concurrent-index-creation": frozenset({"PG101"}),
    "require-concurrent-index-deletion": frozenset({"PG102"}),
    "require-concurrent-partition-detach": frozenset({"BC107", "DS102"}),
    "transaction-nesting": frozenset({"TX201"}),
}
"""Its rules, each with the codes of ours of which one says the same."""

NOT_OURS: Mapping[str, str] = {
    "ban-alter-identity": "it loses nothing and stops nobody",
    "ban-char-field": "a matter of taste: forbid_types of the configuration, PO102",
    "ban-create-domain-with-constraint": "a domain may have one; what hurts is a column of it, which is PG301",
    "ban-drop-default": "rows that are there keep their values",
    "ban-drop-generated-expression": "the values stay",
    "ban-drop-not-null": "the named queries are checked against what may be NULL, BC103",
    "ban-drop-trigger": "what a trigger was for, only the specs say; check compares them",
    "prefer-bigint-over-int": "a matter of taste: forbid_types, PO102",
    "prefer-bigint-over-smallint": "as above",
    "prefer-identity": "as above",
    "prefer-robust-stmts": "a file runs whole or not at all",
    "prefer-text-field": "a matter of taste: forbid_types, PO102",
    "require-enum-value-ordering": "the specs say the order; check compares it",
    "require-lock-timeout": "apply sets it in every transaction; outside of one it is PG340",
    "require-statement-timeout": "a migration by hand takes as long as it takes",
    "identifier-too-long": "the server cuts it, and check finds that it is not what the specs say",
}
"""Its rules that have no code of ours, each with the reason."""

NOT_HERE: Mapping[tuple[str, str], str] = {
    ("adding-foreign-key-constraint", "foreign_key_of_a_field"): "a new column is NULL everywhere: no row is looked at",
    ("changing-column-type", "type_that_is_binary_the_same"): "the server says that it writes nothing anew",
}
"""Its findings by rule and text that are none, each with the reason."""

HARMLESS: Mapping[str, str] = {
    "ban-drop-table": "its rows are in the table that takes its place",
    "renaming-table": "it takes the place of one of that name",
    "ban-drop-view": "it comes again in the same transaction",
    "ban-drop-function": "it comes again in the same transaction",
    "changing-column-type": "the server says that it writes nothing anew",
    "transaction-nesting": "a savepoint ends no transaction",
}
"""What it finds in our examples and we do not, by rule, each with the reason."""


@pytest.fixture(scope="module")
def squawk() -> str:
    """The program."""
    found = shutil.which("squawk", path=str(Path(sys.executable).parent)) or shutil.which("squawk")
    if found is None:
        pytest.skip("squawk is not installed: pip install squawk-cli")
    return found


def test_what_squawk_finds_we_find(squawk: str, tmp_path: Path, postgres_shelf: Shelf) -> None:
    """In what people write."""
    found, used, seen = [], set[tuple[str, str]](), set[str]()
    for name, rules in _said(squawk, tmp_path, WILD).items():
        ours = {one.code for one in postgres_shelf.found(SETUP, WILD[name])}
        seen |= rules
        for rule in sorted(rules - NOT_OURS.keys()):
            if not SAME[rule] & ours:
                used.add((rule, name))
                found.append(f"{name}: {rule}, and ours is {sorted(ours)}")
    assert used == NOT_HERE.keys(), "\n".join(found)
    assert len(seen) > 20


@pytest.mark.soak
def test_what_squawk_finds_in_our_own_examples(squawk: str, tmp_path: Path, postgres_shelf: Shelf) -> None:
    """Both sides of each: what it finds more is harmless for what the server does."""
    texts = {str(number): pair for number, pair in enumerate(example_parameters("postgres"))}
    more: set[str] = set()
    for name, rules in _said(squawk, tmp_path, {name: text for name, (_, text) in texts.items()}).items():
        example, text = texts[name]
        ours = {one.code for one in postgres_shelf.found(example.setup, text, policy=example.policy)}
        more |= {rule for rule in rules - NOT_OURS.keys() if not SAME[rule] & ours}
    assert more == HARMLESS.keys()


def _said(squawk: str, folder: Path, texts: Mapping[str, str]) -> dict[str, set[str]]:
    """The rules of each text, by its name."""
    said: dict[str, set[str]] = {name: set() for name in texts}
    for outside in (True, False):
        chosen = {name: text for name, text in texts.items() if ("transactional: false" in text) is outside}
        for name, text in chosen.items():
            (folder / f"{name}.sql").write_text(f"{text}\n", encoding="utf-8")
        options = [] if outside else ["--assume-in-transaction"]
        files = [str(folder / f"{name}.sql") for name in chosen]
        command = [squawk, "--reporter", "Json", "--pg-version", "15.0", *options, *files]
        run = run_to_end(command) if files else None
        for one in json.loads(run.stdout) if run is not None else ():
            said[Path(one["file"]).stem].add(one["rule_name"])
    return said
