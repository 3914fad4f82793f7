"""Any bytes are a spec or a SpecError; and the quick test of shapes never says yes where jsonschema says no."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from qsys_schema.errors import SpecError
from qsys_schema.spec.load import SCHEMA_FILE
from qsys_schema.spec.quick import compile_schema
from qsys_schema.spec.read import Plain, read, read_with_places
from tests.spec.house import DIALECTS, load_for
from tests.spec.test_clauses import CLAUSES_IN_ORDER, FUNCTION, VIEW
from tests.spec.test_right import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA: dict[str, Plain] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
QUICK = compile_schema(SCHEMA)
TABLES = [read(text).document for text in (EVERYTHING, CLAUSES_IN_ORDER)]
OTHERS = [read(text).document for text in (VIEW, FUNCTION)]

_YAML = st.sampled_from([*"abc:-?[]{}#&*!|>'\"%@`~<=,. \n\t\\0123456789", "\n  ", ": ", "- ", "on", "null"])
_WORDS = [
    *("table", "columns", "type", "text", "default", "sqlite", "expression", "primary_key", "indexes", "column"),
    *("foreign_keys", "references", "unique", "checks", "name", "only", "nullable", "options", "native", "id", "enum"),
]
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | st.integers() | _FLOATS | st.sampled_from(_WORDS) | st.text()
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_WORDS) | st.text(), inner, max_size=4),
    max_leaves=8,
)


def outcome(content: bytes) -> None:
    """Load one file of that content for two databases; nothing but SpecError may come."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.yaml").write_bytes(content)
        for name in DIALECTS[:2]:
            with contextlib.suppress(SpecError):
                load_for(Path(folder), name)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_spec_or_a_spec_error(content: bytes) -> None:
    """No file is bad enough for a traceback."""
    outcome(content)


@given(st.lists(_YAML, max_size=60).map("".join))
@example("&a [*a]")
@example("? ? ?")
@example('"\\ud800"')
@example("%TAG ! x:\n--- !y z")
@example("--- |\n...\n...")
def test_anything_like_yaml_is_a_spec_or_a_spec_error(text: str) -> None:
    """Made of the characters that mean something to YAML."""
    outcome(text.encode())


@given(st.lists(_YAML, max_size=60).map("".join))
def test_reading_with_places_reads_the_same(text: str) -> None:
    """The second, slower look sees what the first saw."""
    first, second = read(text), read_with_places(text)
    assert (first.document, first.traps) == (second.document, second.traps)


@given(st.data())
def test_a_spec_with_any_part_replaced_is_a_spec_or_a_spec_error(data: st.DataObject) -> None:
    """One value anywhere in a full spec becomes any other: every check meets what it does not expect."""
    document = data.draw(st.sampled_from([*TABLES, *OTHERS]))
    outcome(json.dumps(_mutated(document, data), allow_nan=False).encode("utf-8", "surrogatepass"))


@given(st.data())
def test_the_quick_yes_is_jsonschemas_yes(data: st.DataObject) -> None:
    """What is quickly found in order is in order."""
    document = _mutated(data.draw(st.sampled_from(TABLES)), data)
    if QUICK(document):
        assert not list(VALIDATOR.iter_errors(document))


def test_the_quick_test_accepts_no_wrong_case() -> None:
    """Whatever jsonschema refuses in the cases of wrong specs is not quickly found in order."""
    refused = 0
    for file in sorted((Path(__file__).parent / "wrong").rglob("*.yaml")):
        document = read(file.read_bytes().decode("utf-8", "replace")).document
        if document is not None and list(VALIDATOR.iter_errors(document)):
            refused += 1
            assert not QUICK(document), file
            for part in _parts(document):
                assert not QUICK(part) or VALIDATOR.is_valid(part), file
    assert refused


def _parts(document: Plain) -> Iterator[Plain]:
    """The document with one of its items or columns alone, in a frame that is in order."""
    frame = {"table": "t", "columns": {"id": {"type": "text"}}}
    for key, value in document.items():
        if isinstance(value, list):
            yield from ({**frame, key: [item]} for item in value)
        elif isinstance(value, dict):
            yield from ({**frame, key: {name: item}} for name, item in value.items())
        else:
            yield {**frame, key: value}


def test_the_quick_test_knows_the_whole_schema() -> None:
    """A full spec is accepted without jsonschema; otherwise the quick test would be of no use."""
    assert all(map(QUICK, TABLES))
    assert all(QUICK(example) for example in SCHEMA["examples"])


def test_every_example_of_the_schema_is_valid() -> None:
    """Editors offer the examples, so they have to be right."""
    definitions = SCHEMA["$defs"]
    for name, definition in definitions.items():
        validator = Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})
        for one in definition.get("examples", ()):
            assert not list(validator.iter_errors(one)), name


def test_every_property_is_described() -> None:
    """Editors show the title and the description; unknown keys are errors wherever keys are known."""

    def walk(schema: Plain, path: str) -> None:
        if isinstance(schema, list):
            for position, one in enumerate(schema):
                walk(one, f"{path}/{position}")
        elif isinstance(schema, dict):
            for key, one in schema.get("properties", {}).items():
                assert one.get("title"), f"{path}/{key}"
                assert one.get("description"), f"{path}/{key}"
            if "properties" in schema:
                assert schema.get("additionalProperties") is False, path
            for key, one in schema.items():
                walk(one, f"{path}/{key}")

    Draft202012Validator.check_schema(SCHEMA)
    walk({key: value for key, value in SCHEMA.items() if key != "examples"}, "")


def _mutated(whole: Plain, data: st.DataObject) -> Plain:
    """The spec with one part of it replaced, removed or added."""
    document: Plain = json.loads(json.dumps(whole))
    place = document
    while True:
        keys: list[Plain] = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return document
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or data.draw(st.integers(0, 3)) == 0:
            break
        place = inner
    match data.draw(st.integers(0, 2)):
        case 0:
            del place[key]
        case 1 if isinstance(place, dict):
            place[data.draw(st.sampled_from(_WORDS) | st.text())] = data.draw(_VALUES)
        case _:
            place[key] = data.draw(_VALUES)
    return document
