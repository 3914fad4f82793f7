"""The text of generated code: the same every time, as a formatter leaves it, and never a spec's words as code."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qsys_schema.codegen.package import World, package
from tests.codegen.lab import AGAIN, FLAVOURS, NAMES, SPECS, texts, worlds
from tests.command import ROOT

FOLDERS = NAMES


@pytest.mark.parametrize("name", FOLDERS)
def test_the_order_of_tables_does_not_matter(name: str) -> None:
    """Nor of their indexes' discovery: files read in another order give the same bytes."""
    found = worlds(SPECS / name)
    turned = [replace(one, schema=replace(one.schema, tables=one.schema.tables[::-1])) for one in found]
    assert package(turned, again=AGAIN) == package(found, again=AGAIN) == texts(SPECS / name)


@pytest.mark.slow
def test_no_two_runs_differ() -> None:
    """Whatever the seed of hashes."""
    program = (
        "import hashlib, sys; from pathlib import Path; from tests.codegen.lab import texts, SPECS\n"
        "print([hashlib.sha256(repr(sorted(texts(SPECS / one).items())).encode()).hexdigest() for one in sys.argv[1:]])"
    )
    command = [sys.executable, "-c", program, *FOLDERS]
    said = {
        subprocess.run(
            command, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_flavours_can_be_left_out() -> None:
    """What is left is what it would be with all of them."""
    everything = texts(SPECS / "plain")
    for flavour in FLAVOURS:
        some = texts(SPECS / "plain", flavour)
        assert {path.partition("/")[0] for path in some if "/" in path} == {"rows", flavour}
        assert some.items() <= everything.items()


@pytest.fixture(scope="module")
def house(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages where this project's settings look for generated code."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for name in FOLDERS:
        place = folder / "qsys_schema" / "repositories" / name
        shutil.copytree(packages / f"made_{name}", place, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _ruff(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "qsys_schema"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True).stdout


@pytest.mark.parametrize("width", [88, 100, 120])
def test_a_formatter_leaves_it_alone(house: Path, width: int) -> None:
    """Whatever the length of lines in the project that it is put into."""
    isolated = ("format", "--isolated", "--target-version", "py311", "--diff", "--line-length", str(width))
    assert _ruff(house, *isolated) == ""


def test_a_linter_finds_nothing(house: Path) -> None:
    """By the rules of this project for generated code."""
    assert _ruff(house, "check", "--output-format", "concise").startswith("All checks passed!")


def _bare(text: str) -> str:
    """The code without its docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [one for one in node.body if not _is_text(one)]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _without_descriptions(world: World) -> World:
    tables = tuple(
        replace(one, comment="", columns=tuple(replace(column, comment="") for column in one.columns))
        for one in world.schema.tables
    )
    return replace(world, schema=replace(world.schema, tables=tables))


@pytest.mark.parametrize("name", FOLDERS)
def test_descriptions_are_docstrings_and_nothing_else(name: str) -> None:
    """Without them the code is the same."""
    with_them = texts(SPECS / name)
    without = package([_without_descriptions(one) for one in worlds(SPECS / name)], again=AGAIN)
    assert with_them.keys() == without.keys()
    assert with_them != without
    for path, text in with_them.items():
        assert _bare(text) == _bare(without[path]), path


def _docstrings(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if _is_text(node):  # type: ignore[arg-type]
            yield " ".join(node.value.value.split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FOLDERS)
def test_descriptions_say_what_they_said(name: str) -> None:
    """Every word of them, in the module of rows; control characters are blanks."""
    files = texts(SPECS / name)
    said = [one for path, text in files.items() if path.startswith("rows/") for one in _docstrings(text)]
    comments = [
        comment
        for world in worlds(SPECS / name)
        for table in world.schema.tables
        for comment in (table.comment, *(column.comment for column in table.columns))
        if comment
    ]
    assert comments
    for comment in comments:
        plain = " ".join("".join(" " if ord(one) < 32 else one for one in comment).split())
        assert any(plain in one for one in said), comment


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_invisible_is_in_the_text(name: str) -> None:
    """No mark that turns the direction of writing, no control character: what is read is what is run."""
    for path, text in texts(SPECS / name).items():
        assert all(one == "\n" or one.isprintable() for one in text), path
        assert text.endswith("\n"), path
        assert all(line == line.rstrip() for line in text.split("\n")), path


@pytest.mark.parametrize("name", FOLDERS)
def test_names_are_of_ascii_and_comments_are_ours(name: str) -> None:
    """Identifiers are letters, digits and underscores; every comment is a word to a tool, or the mark of the file."""
    for path, text in texts(SPECS / name).items():
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME:
                assert token.string.isascii(), (path, token)
            if token.type == tokenize.COMMENT and path.count("/") == 1 and not path.endswith("session.py"):
                raise AssertionError((path, token.string))


@pytest.mark.parametrize("name", FOLDERS)
def test_every_file_says_where_it_comes_from(name: str) -> None:
    """And that it is not to be edited, and what makes it again."""
    sources = {path.name for path in (SPECS / name).rglob("*.*")}
    for path, text in texts(SPECS / name).items():
        head = " ".join(text[:800].split())
        assert "Generated by qsys-schema; do not edit." in head, path
        if path.count("/") == 1 and not path.endswith(("session.py", "__init__.py")):
            assert AGAIN in head, path
            assert any(f"/{source}:" in head or f" {source}:" in head for source in sources), path
