"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.command import ROOT

PACKAGE = ROOT / "qsys_schema"
GENERATED = PACKAGE / "repositories"
"""As long as the specs make it, and about databases."""

TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if GENERATED not in path.parents
}

LONGEST_FILE = 300
LONGEST_FUNCTION = 60

_DIALECTS = {"sqlite": ("sqlite",), "postgres": ("postgres", "psycopg"), "mysql": ("mysql", "mariadb")}
_SPOKEN = re.compile("|".join(word for words in _DIALECTS.values() for word in words), re.IGNORECASE)
_MACHINE_PATH = re.compile(r"(?<![\w.~*)}\]])/(?:work|farm|root|home|Users|tmp)/\w")
_MADE = re.compile(r"__pycache__|\..*_cache|\.hypothesis")
_TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".sql", ".txt", ".sum", ".cfg", ".ini", ""}
_PLACES = (".ci", ".github", "docs", "migrations", "qsys_schema", "schema", "tests")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every name and every text in the code with its line; not comments and docstrings, which may explain."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    explanations: set[ast.AST] = set()
    for node in ast.walk(tree):
        statements = node.body if isinstance(node, documented) else []
        # A text that stands alone is a docstring, also the one under a constant.
        explanations.update(
            one.value for one in statements if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        )
    for node in ast.walk(tree):
        if node in explanations:
            continue
        for _, value in ast.iter_fields(node):
            if isinstance(value, str):
                yield getattr(node, "lineno", 0), value


def test_a_database_is_named_in_its_own_folder_and_in_the_registry_only() -> None:
    """A dialect's name in shared code is the first of a hundred switches: ask the dialect instead."""
    found = [
        f"{_name(path)}:{line}: {word!r}"
        for path, tree in TREES.items()
        if path != PACKAGE / "dialects" / "registry.py" and _SPOKEN.search(path.read_text(encoding="utf-8"))
        for line, word in _words(tree)
        for dialect, words in _DIALECTS.items()
        if PACKAGE / "dialects" / dialect not in path.parents and any(name in word.casefold() for name in words)
    ]
    assert not found


def test_a_file_has_at_most_300_lines() -> None:
    """A longer file hides a noun that wants to move out."""
    counted = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in TREES}
    assert not {name: lines for name, lines in counted.items() if lines > LONGEST_FILE}


def test_a_function_has_at_most_60_lines() -> None:
    """From its first line to its last, docstring included."""
    found = [
        f"{_name(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not found


def test_a_module_says_what_it_is_for() -> None:
    """Every module has a docstring; a room's is the sign on its door."""
    assert not [_name(path) for path, tree in TREES.items() if not ast.get_docstring(tree)]


def _texts() -> Iterator[Path]:
    for place in (*(ROOT / one for one in _PLACES), ROOT):
        found = place.rglob("*") if place != ROOT else place.iterdir()
        for path in sorted(found):
            if path.is_file() and path.suffix in _TEXT and not any(_MADE.fullmatch(part) for part in path.parts):
                yield path


def test_no_text_names_a_folder_of_somebodys_machine() -> None:
    """An absolute path works on one machine; the project is for all of them."""
    found = [
        f"{_name(path)}:{number}: {line.strip()[:100]}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if _MACHINE_PATH.search(line)
    ]
    assert not found
