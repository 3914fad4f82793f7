"""The help: readable, whole, and there at once."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.cli.house import COMMANDS
from tests.command import Command
from tests.patience import run_to_end

HEAVY = ("sqlglot", "yaml", "jsonschema", "yoyo", "sqlite3", "sqlparse", "rich", "tomllib")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run_cli: Command, command: str) -> None:
    """Each has a sentence, examples that name it, and a text for every option; no line is wider than a terminal."""
    done = run_cli(command, "--help")
    assert (done.code, done.stderr) == (0, "")
    usage, _, rest = done.stdout.partition("\n\n")
    assert usage.startswith(f"Usage: qsys-schema {command}")
    _, _, options = rest.partition("Options:\n")
    options, _, examples = options.partition("\nExamples:\n")
    assert f"  qsys-schema {command}" in examples
    assert examples.count("  # ") == examples.count("  qsys-schema ") >= 2
    for line in options.splitlines():
        assert not re.fullmatch(r"  (-\w, )?--\S+( \S+)?", line), f"no text for {line}"
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_understood(run_cli: Command, command: str) -> None:
    """What the help shows can be typed: it may fail for want of a project, but never as wrong usage."""
    typed = re.findall(r"^  qsys-schema (.*)$", run_cli(command, "--help").stdout, re.MULTILINE)
    for line in typed:
        done = run_cli(*line.split(), "--help")
        assert done.code == 0, (line, done)
        wrong = run_cli(*line.split())
        assert "--help" not in wrong.stderr, (line, wrong)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *([command, "-h"] for command in COMMANDS)])
def test_help_imports_nothing_heavy(run_cli: Command, arguments: list[str]) -> None:
    """Somebody who asks for help waits for click, and for nothing else."""
    script = (
        "import sys, json\n"
        "from qsys_schema.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = run_to_end(
        [sys.executable, "-c", script, *arguments], cwd=run_cli.folder, env=run_cli.environment(), check=True
    )
    assert "Usage: qsys-schema" in done.stdout
    assert not set(HEAVY) & set(json.loads(done.stderr))


def test_the_group_lists_every_command_in_one_line_each(run_cli: Command) -> None:
    """No line of the list is cut off."""
    done = run_cli("--help")
    listed = done.stdout.partition("--help  Show this message and exit.\n")[2]
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert sorted(names) == sorted(COMMANDS)
    assert len(set(names)) == len(names)
    assert "..." not in listed


def test_a_command_without_a_name_shows_the_help_and_is_wrong_usage(run_cli: Command) -> None:
    """A script that forgot the command must not go on."""
    done = run_cli()
    assert (done.code, done.stdout) == (2, "")
    assert "Usage: qsys-schema" in done.stderr


def test_the_version_is_the_packages(run_cli: Command) -> None:
    """One number, read from one place."""
    from qsys_schema import __version__

    assert run_cli("--version").stdout == f"qsys-schema, version {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("diff --databse x", "--database"), ("aply", "apply")])
def test_a_slip_of_the_finger_is_answered_with_what_was_meant(run_cli: Command, typed: str, meant: str) -> None:
    """And with the command that explains it."""
    done = run_cli(*typed.split())
    assert done.code == 2
    assert done.stderr.startswith("error: ")
    assert meant in done.stderr
    assert "--help" in done.stderr
