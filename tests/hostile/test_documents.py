"""Files of a project that are not what they should be: each is refused in words and soon, or read for what it is."""

from __future__ import annotations

import sys

import pytest

from tests.command import Command
from tests.hostile.documents import BOMBS, QUERIES, SETTINGS, SPECS
from tests.hostile.journey import readers
from tests.hostile.stage import Stage
from tests.patience import run_to_end

FILES = {
    **{f"bomb {name}": made for name, made in BOMBS.items()},
    **{f"spec {name}": made for name, made in SPECS.items()},
    **{f"queries {name}": made for name, made in QUERIES.items()},
}
_HEAVIEST = ("billion_laughs", "quadratic", "ten_megabytes_of_nothing", "a_megabyte_of_queries", "many_findings")
_KILOBYTES = 400 << 10

# What the system counts for a child has in it what its parent took before the child became another program.
_WEIGHED = """
import atexit, re, resource, sys
from qsys_schema.cli import main

def weigh():
    try:
        print(re.search(r"VmHWM:\\s*([0-9]+)", open("/proc/self/status").read())[1])
    except OSError:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (10 if sys.platform == "darwin" else 0))

atexit.register(weigh)
main()
"""


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_what_it_should_be(stage: Stage, name: str) -> None:
    """No command takes long for it, or does what it says."""
    stage.put(FILES[name]())
    _visit(stage, len(name), every=False)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_are_none(stage: Stage, name: str) -> None:
    """The configuration is refused with the file's name, or means what it says."""
    stage.put({"qsys-schema.toml": SETTINGS[name]})
    there = Stage(root=stage.root, home=stage.home, environment={"QSYS_DATABASE_URL": "sqlite:///stage.db"})
    _visit(there, len(name), every=False)


@pytest.mark.soak
@pytest.mark.parametrize("family", ["spec", "queries"])
def test_every_file_through_every_command(new_stage: object, family: str) -> None:
    """The same in every format."""
    assert callable(new_stage)
    for number, (name, made) in enumerate(FILES.items()):
        if name.startswith(family):
            stage: Stage = new_stage()
            stage.put(made())
            _visit(stage, number, every=number % 4 == 0)


@pytest.mark.parametrize("name", _HEAVIEST)
def test_no_file_takes_all_the_memory(run_cli: Command, name: str) -> None:
    """In a process of its own, which says at its end how much it took."""
    for path, content in BOMBS[name]().items():
        place = run_cli.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    done = run_to_end([sys.executable, "-c", _WEIGHED, "validate"], cwd=run_cli.folder, env=run_cli.environment())
    assert done.returncode == 1, done.stderr[:2000]
    taken = int(done.stdout.splitlines()[-1])
    assert 10 << 10 < taken < _KILOBYTES


def _visit(stage: Stage, turn: int, *, every: bool) -> None:
    """Ask for everything, or for the two readers whose turn it is; then write what can be written."""
    shape = ("--format", "json") if turn % 2 else ()
    known = readers("0001.first")
    for arguments in known if every else (known[turn % len(known)], known[(turn * 5 + 1) % len(known)]):
        stage.run(*arguments)
    stage.run("validate", terminal=True)
    for command in ("generate", "codegen", *(("apply", "pull", "rebase", "seal") if every else ())):
        stage.run(command, *shape)
