"""What type checkers say of the generated packages, in a project that has nothing else."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codegen.lab import NAMES

MISUSE = Path(__file__).with_name("misuse.py.txt")
_EXPECTED = re.compile(r"  # ([a-z-]+), (report[A-Za-z]+)$")

Complaints = set[tuple[int, str]]


@pytest.fixture(scope="module")
def project(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, and the file of misuses."""
    folder = tmp_path_factory.mktemp("project")
    for name in NAMES:
        made = f"made_{name}"
        shutil.copytree(packages / made, folder / made, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(MISUSE, folder / "misuse.py")
    return folder


def _expected(place: int) -> Complaints:
    lines = enumerate(MISUSE.read_text(encoding="utf-8").splitlines(), start=1)
    return {(number, found[place]) for number, line in lines if (found := _EXPECTED.search(line))}


def test_only_the_driver_and_the_standard_library_are_imported(project: Path) -> None:
    """A flavour imports its own driver and no other one; rows import none."""
    drivers = {"sqlite": {"sqlite3"}, "sqlite_async": {"sqlite3", "aiosqlite"}, "rows": set[str]()}
    drivers |= {"postgres": {"psycopg"}, "postgres_async": {"psycopg"}}
    for path in project.glob("made_*/**/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
        names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0}
        tops = {name.partition(".")[0] for name in names}
        allowed = drivers.get(path.parent.name) or ({"psycopg"} if path.name == "postgres_values.py" else set())
        assert tops - allowed <= sys.stdlib_module_names - {"sqlite3"}, path


@pytest.mark.slow
def test_mypy_is_content_and_finds_every_misuse(project: Path) -> None:
    """In strict mode: nothing in the packages, and of the misuses each with its code on its line."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "."]
    options = ["--config-file", "", "--no-pretty", "--cache-dir", str(project / ".cache")]
    done = subprocess.run([*command, *options], cwd=project, capture_output=True, check=False, text=True)
    found = re.findall(r"^(\S+?):(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE)
    assert len(found) == done.stdout.count(": error:"), done.stdout
    assert [one for one in found if one[0] != "misuse.py"] == []
    assert {(int(line), code) for _, line, code in found} == _expected(1)


@pytest.mark.slow
def test_pyright_is_content_and_finds_every_misuse(project: Path) -> None:
    """Likewise, in its standard mode."""
    (project / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "standard"}), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "."]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False, text=True)
    found = [
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1, one.get("rule", one["message"]))
        for one in json.loads(done.stdout)["generalDiagnostics"]
        if one["severity"] == "error"
    ]
    assert [one for one in found if one[0] != "misuse.py"] == []
    assert {(line, rule) for _, line, rule in found} == _expected(2)
