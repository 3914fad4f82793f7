"""JSON results have the shape that scripts rely on."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tests.cli.house import FIRST, SPEC, Project

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(**members: Any) -> dict[str, Any]:
    """Exactly these members, all of them."""
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _list(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


_WORDS = [
    "loses-data",
    "may-fail-on-data",
    "breaks-clients",
    "rewrites-table",
    "blocks-writes",
    "blocks-reads-and-writes",
    "naming",
]
DECISION = _object(
    kind={"enum": ["consent", "rename"]},
    ref=_TEXT,
    code={"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
    question=_TEXT,
    options={"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^--(allow|rename|no-rename) "}},
)
RISK = _object(code={"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"}, kind={"enum": _WORDS}, reason=_TEXT)
CHANGE = _object(
    kind={"type": "string", "pattern": "^[a-z_]+$"},
    ref=_TEXT,
    detail=_TEXT,
    risks=_list(RISK),
    because={"type": ["string", "null"], "pattern": "^.+:[0-9]+$"},
)
DIFFERENCE = _object(
    dialect={"const": "sqlite"},
    in_sync={"type": "boolean"},
    changes=_list(CHANGE),
    decisions=_list(DECISION),
    statements=_TEXTS,
    rollback=_TEXTS,
    migration={"type": ["string", "null"]},
    migrations=_TEXTS,
)
WRITTEN = {
    **DIFFERENCE,
    "properties": {**DIFFERENCE["properties"], "notes": _TEXTS, "others": _list(DIFFERENCE)},
    "required": [*DIFFERENCE["required"], "notes", "others"],
}
"""What ``generate`` writes has the same for the project's other databases beside it, and what else was done."""
_TEXT_OR_NULL = {"type": ["string", "null"]}
DRIFTED = _object(
    **dict.fromkeys(("kind", "ref", "detail", "expected", "actual"), _TEXT),
    **dict.fromkeys(("since", "since_applied_at", "as_of", "undone"), _TEXT_OR_NULL),
)
SCRIPT = _object(dry_run=_list(_object(migration=_TEXT, statements=_TEXTS)))
STATUS = _object(
    database=_TEXT,
    clean={"type": "boolean"},
    **dict.fromkeys(("applied", "pending", "edited", "unknown", "out_of_order", "problems", "drift"), _TEXTS),
    drifted={"type": ["boolean", "null"]},
    **dict.fromkeys(("drift_since", "drift_since_applied_at", "drift_as_of"), _TEXT_OR_NULL),
    changes=_list(DRIFTED),
    assumed={"type": "boolean"},
    limits=_TEXTS,
)
PROBLEM = _object(file=_TEXT, line={"type": "integer"}, column={"type": "integer"}, text=_TEXT, hint=_TEXT)

TAGS = SPEC + "  tags: {type: json, nullable: true}\n"


def fits(value: Any, shape: dict[str, Any]) -> Any:
    """The value, if it has the shape."""
    jsonschema.validate(value, shape)
    return value


def test_a_difference_has_the_shape_of_the_contract(live: Project) -> None:
    """In sync, with a harmless change, with a change that rebuilds and loses: always the same members."""
    assert fits(live.json("diff", *live.database), DIFFERENCE)["in_sync"] is True
    live.write("schema/jobs.yaml", TAGS)
    found = fits(live.json("diff", *live.database), DIFFERENCE)
    assert found["changes"] == [
        {
            "kind": "add_column",
            "ref": "jobs.tags",
            "detail": "TEXT, nullable",
            "risks": [],
            "because": "schema/jobs.yaml:6",
        }
    ]
    assert (found["in_sync"], found["decisions"], found["migration"]) == (False, [], None)
    assert "ADD COLUMN" in found["statements"][0]
    assert "DROP COLUMN" in found["rollback"][0]


def test_generate_prints_the_difference_and_the_file(live: Project) -> None:
    """The same shape, with the path of what was written."""
    live.write("schema/jobs.yaml", TAGS)
    made = fits(live.json("generate", "add_tags", *live.database), WRITTEN)
    assert made["migration"] == "migrations/sqlite/0002.add_tags.sql"
    assert (live.folder / made["migration"]).exists()
    live.ok("apply", *live.database)
    assert fits(live.json("generate", *live.database), WRITTEN)["migration"] is None


def test_an_open_decision_is_listed_and_ends_with_4(live: Project) -> None:
    """Generate has the decisions in the form that options answer, and writes nothing."""
    live.write("schema/jobs.yaml", SPEC.replace("  progress: {type: integer, nullable: true}\n", ""))
    before = live.files()
    found = fits(live.json("generate", *live.database, code=4), DIFFERENCE)
    assert found["decisions"] == [
        {
            "kind": "consent",
            "ref": "jobs.progress",
            "code": "DS103",
            "question": found["decisions"][0]["question"],
            "options": ["--allow drop-column:jobs.progress"],
        }
    ]
    assert fits(live.json("diff", *live.database), DIFFERENCE) == found
    assert live.files() == before


def test_every_other_command_has_a_shape_too(project: Project) -> None:
    """A member that is missing or new breaks somebody's script."""
    fits(project.json("validate"), _object(valid={"const": True}, files=_TEXTS, problems=_list(PROBLEM)))
    fits(project.json("show"), _object(statements=_TEXTS))
    project.ok("generate", "first")
    fits(project.json("apply", *project.database, "--dry-run"), SCRIPT)
    assert project.json("apply", *project.database) == {"applied": [FIRST]}
    fits(project.json("rollback", *project.database, "--dry-run"), SCRIPT)
    assert fits(project.json("status", *project.database), STATUS)["clean"] is True
    project.sql("CREATE TABLE stray (a)")
    assert len(fits(project.json("status", *project.database), STATUS)["changes"]) == 1
    project.sql("DROP TABLE stray")
    assert project.json("check") == {"specs": 1, "migrations": 1, "findings": []}
    proof = _object(migration=_TEXT, proven={"const": True}, rows={"type": "object"}, changed=_TEXTS)
    fits(project.json("verify", FIRST), proof)
    assert project.json("rollback", *project.database) == {"rolled_back": [FIRST]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("validate", "--schema", "nowhere"), 2),
        (("verify", "0009.none"), 2),
        (("apply", "--database", "sqlite:////no/such/folder/x.db"), 1),
        (("diff", "--nonsense"), 2),
        (("status",), 2),
    ],
)
def test_an_error_is_json_too(project: Project, arguments: tuple[str, ...], code: int) -> None:
    """Whoever asked for JSON gets JSON, whatever happens, and stderr stays empty."""
    found = project.json(*arguments, code=code)
    fits(found, _object(error=_TEXT, hint={"type": "string", "minLength": 1}))


def test_problems_in_specs_are_json_with_their_places(project: Project) -> None:
    """File, line and column, for an editor to jump to."""
    project.write("schema/jobs.yaml", SPEC.replace("nullable", "nulable", 1))
    found = project.json("validate", code=1)
    fits(found, _object(error=_TEXT, hint=_TEXT, problems=_list(PROBLEM)))
    assert [(item["file"], item["line"]) for item in found["problems"]] == [("schema/jobs.yaml", 4)]
