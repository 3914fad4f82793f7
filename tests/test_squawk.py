"""Somebody else's opinion of the migrations for PostgreSQL: squawk reads every golden file."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.ladder.case import CASES
from tests.patience import run_to_end

OURS_TO_ANSWER: Mapping[str, str] = {
    # What somebody asks for in a spec, and a reviewer has seen there.
    "ban-alter-identity": "the spec says who hands out the number",
    "ban-char-field": "the type is the spec's",
    "ban-create-domain-with-constraint": "the domain is the spec's own text",
    "ban-drop-column": "it takes consent by name (DS103)",
    "ban-drop-constraint": "the risks CD101 to CD103 say it; often the constraint comes again in the same statement",
    "ban-drop-default": "the spec has another default or none",
    "ban-drop-function": "it takes consent by name (BC105)",
    "ban-drop-generated-expression": "the spec makes a plain column of it, and the values stay",
    "ban-drop-not-null": "the spec lets the column be NULL",
    "ban-drop-table": "it takes consent by name (DS102)",
    "ban-drop-trigger": "the spec says which triggers there are",
    "ban-drop-type": "it takes consent by name (BC105), or goes with the last column of the type, which does",
    "ban-drop-view": "it takes consent by name (BC104), or comes again in the same transaction (PG331)",
    "changing-column-type": "the risk PG301 says what it costs and how to do without; rows are asked first",
    "prefer-bigint-over-int": "the type is the spec's",
    "prefer-bigint-over-smallint": "the type is the spec's",
    "prefer-identity": "serial is made only where a spec says serial",
    "prefer-text-field": "the type is the spec's",
    "prefer-timestamp-tz": "the type is the spec's",
    "renaming-column": "the risk BC102 says it; only a hint in a spec or an option makes one",
    "renaming-object": "indexes and constraints are called after their table, and clients do not name them",
    "renaming-table": "the risk BC101 says it; only a hint in a spec or an option makes one",
    "require-enum-value-ordering": "the value comes last in the spec too",
    # What squawk cannot know from one file.
    "prefer-robust-stmts": "a file runs whole or not at all, or holds one statement, which is cleared away if it was "
    "killed half-way: IF NOT EXISTS would take whatever is there for what was meant",
}
"""Rules that are not followed anywhere, each with the reason."""

OUTSIDE: Mapping[str, str] = {
    "require-lock-timeout": "a file outside transactions holds one statement; what it waits for lets others go on",
    "require-statement-timeout": "an index is built for as long as that takes",
}
"""Rules that files outside transactions do not follow; all others set both, with SET LOCAL."""

EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("adding-field-with-default", "add_stored"): "a computed column is computed for every row, as PG309 says",
    ("adding-field-with-default", "add_virtual"): "before version 18 there are none, so it is a stored one (PG309)",
    ("adding-field-with-default", "plain_becomes_virtual"): "as above",
    ("adding-field-with-default", "add_with_default"): "-1 is a constant, whatever squawk makes of its sign",
    ("adding-field-with-default", "default_that_is_asked_for_every_row"): "the risk PG302 says it",
    ("adding-field-with-default", "generated_column_added"): "the risk PG309 says it",
    ("adding-field-with-default", "generated_column_changed_with_its_index"): "the risk PG309 says it",
    ("adding-field-with-default", "identity_column_added_to_rows"): "the risk PG310 says it",
    ("adding-field-with-default", "many_changes_at_once"): "the risk PG309 says it",
    ("adding-required-field", "add_not_null_to_an_empty_table"): "there are no rows; where there are, it is refused",
    ("require-concurrent-index-creation", "materialized_view_added"): "nobody reads it before it is there",
    ("require-concurrent-index-creation", "materialized_view_over_a_column_that_gets_another_type"): "as above",
    ("require-concurrent-index-deletion", "many_changes_at_once"): "it goes with its column",
    ("constraint-missing-not-valid", "exclusion_added"): "an exclusion cannot come NOT VALID; PG105 says it",
    ("constraint-missing-not-valid", "generated_column_changed_with_its_index"): "the table is locked and written anew",
    ("require-concurrent-index-creation", "generated_column_changed_with_its_index"): "as above, and PG101 says it",
    ("require-concurrent-index-creation", "enum_values_in_another_order"): "as above, and PG101 says it",
    ("require-concurrent-index-creation", "partitioned_table_gets_column_index_and_check"): "a partitioned table's "
    "index cannot be built concurrently; PG101 says it",
    ("require-concurrent-index-deletion", "generated_column_changed_with_its_index"): "it goes with its column",
    ("require-concurrent-index-deletion", "enum_values_in_another_order"): "it goes with its type",
    ("require-concurrent-index-deletion", "drop_with_its_index"): "it goes with its column",
    ("require-concurrent-index-deletion", "expand_enum_to_text_with_other_changes"): "it goes with its column, in the "
    "moment in which another takes its place; the table is locked by then",
    ("require-concurrent-index-deletion", "expand_integer_to_bigint"): "as above",
    ("require-concurrent-index-deletion", "expand_text_to_a_new_enum"): "as above",
    ("require-concurrent-index-deletion", "moved_between_two_rebuilt_tables"): "another table takes its name over",
    ("require-concurrent-index-deletion", "moved_to_a_new_table"): "another table takes its name over",
    ("adding-field-with-default", "computed_column_changed_under_keys_that_are_referred_to"): "the risk PG309 says it",
    (
        "constraint-missing-not-valid",
        "computed_column_changed_under_keys_that_are_referred_to",
    ): "the table is locked and written anew",
    (
        "adding-serial-primary-key-field",
        "computed_column_changed_under_keys_that_are_referred_to",
    ): "as above, and PG104 says it",
    (
        "disallowed-unique-constraint",
        "computed_column_changed_under_keys_that_are_referred_to",
    ): "as above, and PG105 says it",
    (
        "adding-foreign-key-constraint",
        "computed_column_changed_under_keys_that_are_referred_to",
    ): "as above, and PG306 says it",
    ("adding-field-with-default", "enum_values_in_another_order_under_computed_columns"): "the risk PG309 says it",
    (
        "require-concurrent-index-creation",
        "enum_values_in_another_order_under_computed_columns",
    ): "the table is locked and written anew; PG101 says it",
    (
        "require-concurrent-index-deletion",
        "enum_values_in_another_order_under_computed_columns",
    ): "it goes with its type",
    (
        "constraint-missing-not-valid",
        "included_column_dropped_from_a_key_that_is_referred_to",
    ): "a foreign key stands on it, and stands aside within one transaction only",
    (
        "disallowed-unique-constraint",
        "included_column_dropped_from_a_key_that_is_referred_to",
    ): "as above, and PG105 says it",
    (
        "adding-foreign-key-constraint",
        "included_column_dropped_from_a_key_that_is_referred_to",
    ): "as above, and PG306 says it",
    ("require-concurrent-index-deletion", "included_column_dropped_from_an_index"): "it goes with its column",
    (
        "adding-not-nullable-field",
        "primary_key_of_a_partitioned_table_widened_by_a_nullable_column",
    ): "a partitioned table has no check that is validated later; PG303 says it",
    (
        "constraint-missing-not-valid",
        "primary_key_of_a_partitioned_table_widened_by_a_nullable_column",
    ): "its key cannot be made of an index that was built before; PG104 says it",
    ("adding-serial-primary-key-field", "primary_key_of_a_partitioned_table_widened_by_a_nullable_column"): "as above",
}
"""Findings of one case, by rule and case, each with the reason why there is no better way."""

_FILE = re.compile(r"^-- file: (\S+)$", re.MULTILINE)
_OUTSIDE = "-- transactional: false"


def test_squawk_finds_nothing_that_is_not_answered(tmp_path: Path) -> None:
    """What a linter of migrations would stop in a review is mended in the generator, or answered by a reason."""
    squawk = shutil.which("squawk", path=str(Path(sys.executable).parent)) or shutil.which("squawk")
    if squawk is None:
        pytest.skip("squawk is not installed: pip install squawk-cli")
    texts = dict(_migrations())
    assert texts
    found, used = [], set[tuple[str, str]]()
    for outside in (True, False):
        chosen = {name: text for name, text in texts.items() if (_OUTSIDE in text) is outside}
        for one in _run(squawk, tmp_path, chosen, [] if outside else ["--assume-in-transaction"]):
            case, rule = Path(one["file"]).name.split("--")[1], one["rule_name"]
            if (rule, case) in EXCEPTIONS:
                used.add((rule, case))
            elif rule not in OURS_TO_ANSWER and not (outside and rule in OUTSIDE):
                found.append(f"{Path(one['file']).name}:{one['line'] + 1}: {rule}: {one['message']}")
    assert not found, "\n".join(found)
    assert used == EXCEPTIONS.keys(), f"nothing needs {EXCEPTIONS.keys() - used}"


def _run(squawk: str, folder: Path, texts: Mapping[str, str], options: list[str]) -> list[dict[str, Any]]:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [squawk, "--reporter", "Json", "--pg-version", "15.0", *options, *(str(folder / name) for name in texts)]
    run = run_to_end(command)
    assert run.stdout.strip(), run.stderr
    result: list[dict[str, Any]] = json.loads(run.stdout)
    return result


def _migrations() -> Iterator[tuple[str, str]]:
    """Every golden forward migration by a name that tells topic, case and number."""
    for path in sorted(CASES.glob("*/*/postgres.sql")):
        name = "--".join(path.parent.relative_to(CASES).parts)
        pieces = _FILE.split(path.read_text(encoding="utf-8"))
        for number, text in enumerate(pieces[2::2] or pieces[:1]):
            yield f"{name}--{number}.sql", text
