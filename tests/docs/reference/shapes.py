"""The page of the JSON that commands print: what they really print, in a project of two tables."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.command import Command
from tests.docs.reference.markdown import block, code, page
from tests.docs.sandbox import Sandbox

_FIRST = (
    "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n  progress: {type: integer, nullable: true}\n"
)
_THEN = "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n  tags: {type: json, nullable: true}\n"
_WRONG = _FIRST.replace("integer, nullable", "integr, nullable")

_LONGEST = 3
"""Members of a list that are shown; the others are like them."""


def shapes() -> str:
    """The page."""
    return page(
        "JSON",
        "What `--format json` prints. Keys are never taken away or given another meaning without a line in the "
        "changelog; new ones may come. Of a list, the first members are shown.\n",
        *(part for title, printed in _printed() for part in (f"## {title}\n", block("json", printed))),
    )


def _printed() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as private:
        at = Sandbox(command=Command(folder=Path(folder), private=Path(private)))
        at.begin("empty")
        at.run("mkdir schema")
        spec = Path(folder, "schema", "jobs.yaml")
        database = "--database sqlite:///app.db"

        def shown(title: str, command: str) -> tuple[str, str]:
            said = json.loads(at.run(f"qsys-schema {command} --format json"))
            how = f", exit code {at.code}" if at.code else ""
            return f"{code(command.replace(f' {database}', ''))}{how}{title}", _shortened(said)

        spec.write_text(_FIRST, encoding="utf-8")
        yield shown("", "validate")
        yield shown("", "generate first")
        yield shown(", before anything is applied", f"status {database}")
        yield shown("", f"apply --dry-run {database}")
        yield shown("", f"apply {database}")
        yield shown("", "verify 0001.first")
        yield shown("", "check")
        spec.write_text(_THEN, encoding="utf-8")
        yield shown(": what may be a rename has to be decided", f"diff {database}")
        yield shown(": so has a loss", "generate tags --no-rename jobs.progress")
        yield shown(": what does not hold", "check")
        at.run("qsys-schema generate tags --allow drop-column:jobs.progress")
        yield shown("", "lint")
        at.run(f"qsys-schema apply {database}")
        yield shown("", f"rollback {database}")
        spec.write_text(_WRONG, encoding="utf-8")
        yield shown(": an error", "validate")


def _shortened(value: object) -> str:
    return json.dumps(_first(value), indent=2, ensure_ascii=False)


def _first(value: Any) -> Any:
    """The value with the first few members of its lists, and texts that are not too long to read."""
    if isinstance(value, dict):
        return {key: _first(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_first(member) for member in value[:_LONGEST]]
    if isinstance(value, str) and len(value) > 120:
        return f"{value[:117]}..."
    return value
