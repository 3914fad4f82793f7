"""Generated Python: that nothing of the input became code, and that a row goes into the database and comes back."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.hostile.stage import Stage

_TOP = frozenset("AnnAssign Assign AsyncFunctionDef ClassDef FunctionDef If Import ImportFrom TypeAlias".split())
"""What may stand in a generated module, beside texts about it."""


_CANARIES = frozenset({"canary_call", "canary_module"})
"""What the input would call and import."""


def assert_no_code(folder: Path) -> None:
    """Every file compiles, and has nothing in it but declarations; no name of the input's code is spoken."""
    files = sorted(folder.rglob("*.py"))
    assert files, "nothing was generated"
    for path in files:
        text = path.read_bytes().decode("utf-8")
        tree = ast.parse(text, str(path))
        compile(text, str(path), "exec", dont_inherit=True)
        for statement in tree.body:
            about = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            assert about or type(statement).__name__ in _TOP, (
                f"{path}:{statement.lineno}: {ast.unparse(statement)[:200]}"
            )
        for node in ast.walk(tree):
            spoken = {"Name": "id", "Attribute": "attr", "alias": "name"}.get(type(node).__name__)
            assert spoken is None or getattr(node, spoken) not in _CANARIES, f"{path}: {ast.unparse(node)[:200]}"


def rows_that_came_back(stage: Stage, value: str) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """For each generated repository but the canary's: its module, the row that was inserted, and what is there then.

    The row holds ``value`` in every text that is to be given. The database of the stage is not touched.
    """
    name = f"hostile_{uuid.uuid4().hex}"
    home = stage.home / name
    shutil.copytree(stage.root / "code", home / name)
    shutil.copy(stage.root / "stage.db", home / "copy.db")
    sys.path.insert(0, str(home))
    try:
        for path in sorted((home / name / "rows").glob("*.py")):
            if path.stem not in {"__init__", "canary"}:
                with closing(sqlite3.connect(home / "copy.db")) as connection:
                    yield path.stem, *_through(name, path.stem, connection, value)
    finally:
        sys.path.remove(str(home))
        for module in [one for one in sys.modules if one.startswith(name)]:
            del sys.modules[module]
        shutil.rmtree(home)


def _through(package: str, stem: str, connection: sqlite3.Connection, value: str) -> tuple[dict[str, Any], list[Any]]:
    rows = importlib.import_module(f"{package}.rows.{stem}")
    repository = _class(importlib.import_module(f"{package}.sqlite.{stem}"), "Repository")(connection)
    kind: Any = next(one for name, one in vars(rows).items() if name.startswith("New"))
    given: dict[str, Any] = {}
    for one in dataclasses.fields(kind):
        optional = one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING
        if not optional or one.name == "note":
            listed = getattr(getattr(rows, str(one.type), None), "__args__", None)
            given[one.name] = listed[0] if listed else value if "str" in str(one.type) else 1
    repository.insert(kind(**given))
    return given, list(repository.iterate())


def _class(module: ModuleType, ending: str) -> Any:
    return next(
        one for name, one in vars(module).items() if name.endswith(ending) and one.__module__ == module.__name__
    )
