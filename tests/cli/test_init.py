"""A folder becomes a project: its README's two commands work, and nothing that was there is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.command import ROOT, Command
from tests.patience import run_to_end
from tests.pipeline.desk import DIALECTS, Desk

HOSTILE = 'x"; rm -rf / #\n$(HOME) `id` <b>|{{ secrets.X }} \u202e'


@pytest.fixture
def desk(run_cli: Command) -> Desk:
    """An empty folder."""
    return Desk(command=run_cli, dialect="sqlite", url="sqlite:///desk.db")


def texts(folder: Path) -> dict[str, str]:
    """Every file of a folder with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_an_empty_folder_becomes_a_project_and_stays_it(desk: Desk) -> None:
    """Everything that is written is what it says it is, and the second time it is all there."""
    done = desk.ok("init", "--ci", "github", "--ci", "gitlab")
    made = texts(desk.root)
    assert {line.removeprefix("wrote ") for line in done.stdout.splitlines()} == made.keys()
    assert tomllib.loads(made["qsys-schema.toml"])["dialects"] == ["sqlite"]
    for name in made:
        if name.endswith((".yml", ".yaml")):
            assert yaml.safe_load(made[name])
    assert json.loads(made[".vscode/settings.json"])["yaml.schemas"] == {"./schema/.spec.schema.json": "schema/*.yaml"}
    assert "<<" not in "".join(made.values())
    again = desk.ok("init", "--ci", "github", "--ci", "gitlab")
    assert all(line.startswith("kept ") for line in again.stdout.splitlines())
    assert texts(desk.root) == made
    desk.ok("validate")


def test_what_is_there_stays_and_is_named(desk: Desk) -> None:
    """Files of others get ours beside them; lists get the lines that they lack; nothing is overwritten."""
    there = {
        "Makefile": "all:\n\techo mine\n",
        "README.md": "# mine\n",
        ".gitignore": "mine\n*.db",
        ".gitattributes": "*.png binary\n",
        ".editorconfig": "root = true\n",
        ".vscode/settings.json": "{}",
        ".pre-commit-config.yaml": "repos: []\n",
        ".gitlab-ci.yml": "stages: [test]\n",
        "pyproject.toml": '[tool.qsys-schema]\nschema = "db/specs"\ndialects = ["postgres"]\n',
        "db/specs/mine.yaml": "table: mine\ncolumns:\n  id: {type: integer, primary_key: true}\n",
    }
    for name, text in there.items():
        desk.write(name, text)
    done = desk.ok("init", "--ci", "gitlab")
    made = texts(desk.root)
    for name, text in there.items():
        assert made[name].startswith(text), name
    assert made[".gitignore"].startswith("mine\n*.db\n.venv/\n*.db-journal\n")
    assert made[".gitattributes"] == "*.png binary\nqsys.sum merge=union\n"
    beside = {"qsys-schema.mk", "db/specs/README.md", ".pre-commit-config.qsys.yaml", ".gitlab/qsys-schema.yml"}
    assert beside <= made.keys()
    assert "include qsys-schema.mk" in done.stderr
    assert "make -f qsys-schema.mk migrate" in made["db/specs/README.md"]
    assert not {"qsys-schema.toml", "db/specs/notes.yaml", "schema/notes.yaml"} & made.keys()
    assert "check --dialect postgres" in made["qsys-schema.mk"]
    desk.ok("init", "--ci", "gitlab")
    assert texts(desk.root) == made


def test_names_are_only_names(desk: Desk) -> None:
    """Whatever a project is called, no file says anything else for it."""
    plain = desk.root / "plain"
    desk.ok("init", "plain", "--name", "x")
    odd = desk.root / "odd"
    desk.ok("init", "odd", "--name", HOSTILE, "--database", "sqlite:///x.db")
    differing = {name for name, text in texts(odd).items() if texts(plain)[name] != text}
    assert differing == {"README.md"}
    (title, *_) = (odd / "README.md").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# [\w .,()+/-]+", title)


def test_a_password_is_written_nowhere(desk: Desk) -> None:
    """It stays where it was, and a line says where it belongs."""
    done = desk.ok("init", "--database", "postgresql://me:geheim@localhost/x")
    assert "QSYS_DATABASE_URL" in done.stderr
    assert "geheim" not in done.stdout + done.stderr + "".join(texts(desk.root).values())
    assert tomllib.loads(texts(desk.root)["qsys-schema.toml"])["dialects"] == ["postgres"]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    """It says what would be written."""
    assert "would write Makefile" in desk.ok("init", "new", "--dry-run").stdout
    assert texts(desk.root) == {}
    found = desk.json("init", "--dry-run")
    assert {"path": "Makefile", "how": "wrote", "note": ""} in found["files"]


@pytest.mark.parametrize(
    "kind", ["a file where a folder has to be", "a folder where a file has to be", "a link that leads out"]
)
def test_where_anything_cannot_be_written_nothing_is(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    """Before the first file."""
    if kind == "a file where a folder has to be":
        desk.write("schema", "")
    elif kind == "a folder where a file has to be":
        (desk.root / "README.md").mkdir()
    else:
        (desk.root / ".github").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    before = sorted(path.name for path in desk.root.iterdir())
    done = desk.run("init")
    assert done.code == 2, done
    assert "hint" not in done.stderr
    assert sorted(path.name for path in desk.root.iterdir()) == before


def test_editors_complete_every_kind_of_spec(desk: Desk) -> None:
    """By a copy of the JSON Schema in the project, which is brought up to date; pulled specs name it."""
    desk.ok("init")
    path = desk.root / "schema/.spec.schema.json"
    shape: Any = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(shape)
    notes = (desk.root / "schema/notes.yaml").read_text(encoding="utf-8")
    assert notes.startswith("# yaml-language-server: $schema=./.spec.schema.json\n# $schema: ./.spec.schema.json\n")
    validator.validate(yaml.safe_load(notes))
    validator.validate({"view": "v", "sql": {"sqlite": "CREATE VIEW v AS SELECT 1"}})
    validator.validate({"function": "f()", "sql": {"postgres": "CREATE FUNCTION f() ..."}})
    for wrong in ({"view": "v"}, {"table": "t", "columns": {}, "colums": {}}, {"view": "v", "columns": {}}):
        assert not validator.is_valid(wrong)
    path.write_text("{}", encoding="utf-8")
    assert "renewed schema/.spec.schema.json" in desk.ok("init").stdout
    (desk.root / "schema/notes.yaml").unlink()
    desk.sql("CREATE TABLE there (id INTEGER PRIMARY KEY)")
    desk.ok("pull", *desk.database)
    assert (desk.root / "schema/there.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server: ")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with this project as a wheel, built without a network from a copy of its files."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    shutil.copytree(ROOT / "qsys_schema", source / "qsys_schema", ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(place),
        ".",
    ]
    run_to_end(command, cwd=source, check=True)
    return place


@pytest.fixture(scope="session")
def needs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that is installed here, but for this project itself."""
    place = tmp_path_factory.mktemp("needs")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "qsys_schema" not in path.name:
            (place / path.name).symlink_to(path)
    return place


@pytest.mark.soak
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_readmes_two_commands_work_in_a_fresh_environment(
    request: pytest.FixtureRequest, desk: Desk, wheel: Path, needs: Path, dialect: str
) -> None:
    """Twice: the second time there is nothing to do."""
    url = request.getfixturevalue("postgres_url") if dialect == "postgres" else "sqlite:///app.db"
    desk.ok("init", "--dialect", dialect)
    readme = (desk.root / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(make \w+)", readme, re.MULTILINE)[:2]
    assert commands == ["make migrate", "make check"]
    environment = {
        **desk.command.environment(),
        "QSYS_DATABASE_URL": url,
        "QSYS_SCRATCH_POSTGRES_URL": url if dialect == "postgres" else "",
        # The wheel itself is installed; what it needs is taken from where the tests run.
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheel),
        "PYTHONPATH": str(needs),
        "PYTHON": sys.executable,
    }
    said: list[str] = []
    for command in (*commands, *commands):
        done = run_to_end(command.split(), cwd=desk.root, env=environment)
        assert done.returncode == 0, done
        said.append(done.stdout)
    assert "applied 0001.add_table_notes" in said[0]
    assert said[1].startswith("checked 1 spec and 1 migration: all of it holds")
    assert said[2].count("nothing to do") == 3
    module = run_to_end(
        [str(desk.root / ".venv/bin/python"), "-c", "import qsys_schema; print(qsys_schema.__file__)"],
        cwd=desk.root,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )
    assert Path(module.stdout.strip()).is_relative_to(desk.root)
