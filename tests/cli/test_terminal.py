"""Terminals, pipes and interruptions."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.cli.house import SPEC, Project, assert_explained
from tests.cli.terminal import at_a_terminal
from tests.cli.test_consent import DROPPED, RENAMED
from tests.patience import PATIENCE_S, run_to_end

RED = "\x1b[31m"


def test_generate_asks_on_a_terminal_and_yes_is_consent(live: Project) -> None:
    """The question names what is lost."""
    live.write("schema/jobs.yaml", DROPPED)
    done = at_a_terminal(live.run, "generate", "drop", *live.database, answers=[("[y/N]", "y\n")])
    assert done.code == 0, done
    assert "jobs.progress are lost" in done.stdout
    assert "wrote migrations/sqlite/0002.drop.sql" in done.stdout


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_no_and_nothing_are_no_consent(live: Project, answer: str) -> None:
    """It ends with 4 and writes nothing."""
    live.write("schema/jobs.yaml", DROPPED)
    before = live.files()
    done = at_a_terminal(live.run, "generate", *live.database, answers=[("[y/N]", answer)])
    assert done.code == 4
    assert "--allow drop-column:jobs.progress" in done.stdout
    assert live.files() == before


def test_a_rename_is_chosen_by_number_and_what_follows_is_asked_too(live: Project) -> None:
    """1 is the rename; denying it leads to the question of the loss."""
    live.write("schema/jobs.yaml", RENAMED)
    answers = [("which", "2\n"), ("[y/N]", "y\n")]
    assert at_a_terminal(live.run, "generate", "drop", *live.database, answers=answers).code == 0
    live.ok("rollback", *live.database)
    live.ok("apply", *live.database)
    assert live.rows("SELECT name FROM pragma_table_info('jobs')") == [("id",), ("progress",), ("worker",)]


def test_a_rename_that_is_chosen_is_all_that_is_asked(live: Project) -> None:
    """A loss is asked about only when the rename is denied."""
    live.write("schema/jobs.yaml", RENAMED)
    done = at_a_terminal(live.run, "generate", "rename", *live.database, answers=[("which", "1\n")])
    assert done.code == 0
    assert "[y/N]" not in done.stdout


def test_ctrl_c_and_ctrl_d_at_a_question_end_quietly(live: Project) -> None:
    """Nothing is written."""
    live.write("schema/jobs.yaml", DROPPED)
    before = live.files()
    for key in ("\x03", "\x04"):
        done = at_a_terminal(live.run, "generate", *live.database, answers=[("[y/N]", key)])
        assert done.code == 130, done
        assert "Traceback" not in done.stdout
        assert live.files() == before


def test_json_is_never_asked_for_on_a_terminal(live: Project) -> None:
    """Whoever wants JSON is a script."""
    live.write("schema/jobs.yaml", DROPPED)
    done = at_a_terminal(live.run, "generate", *live.database, "--format", "json")
    assert done.code == 4
    assert '"decisions": [' in done.stdout


def test_a_name_with_control_characters_does_not_steer_the_terminal(project: Project) -> None:
    """They are spelled out there; in a file, SQL stays what it is."""
    project.write("schema/jobs.yaml", SPEC)
    project.sql('CREATE TABLE "\x1b[2Jgone" (a)')
    done = at_a_terminal(project.run, "diff", *project.database)
    assert "\x1b[2J" not in done.stdout
    assert "\\x1b[2Jgone" in done.stdout
    assert '"\x1b[2Jgone"' in project.ok("diff", *project.database).stdout


def test_colour_is_for_terminals_and_never_for_no_color(project: Project) -> None:
    """--color goes before NO_COLOR, and that before the terminal."""
    colours = {
        "on a terminal": at_a_terminal(project.run, "verify", "x", plain=False).stdout,
        "with always": project.run("verify", "x", "--color", "always").stderr,
    }
    plain = {
        "NO_COLOR": at_a_terminal(project.run, "verify", "x").stdout,
        "never": at_a_terminal(project.run, "verify", "x", "--color=never", plain=False).stdout,
        "no terminal": project.run("verify", "x").stderr,
    }
    assert [name for name, text in colours.items() if RED not in text] == []
    assert [name for name, text in plain.items() if "\x1b[" in text] == []


@pytest.mark.parametrize("command", ["show", "diff --exit-code", "--help", "diff --format json --exit-code"])
def test_a_closed_pipe_ends_quietly_with_the_commands_own_code(project: Project, command: str) -> None:
    """`| head -1` takes what it wants; a gate still sees its 3."""
    columns = "".join(f"  c{number}: {{type: text}}\n" for number in range(1900))
    project.write("schema/jobs.yaml", SPEC + columns)
    expected = 3 if "--exit-code" in command else 0
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run_to_end(
            [sys.executable, "-m", "qsys_schema", *command.split()],
            cwd=project.folder,
            env=project.run.environment(),
            stdout=closed,
        )
    assert (done.returncode, done.stderr) == (expected, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110 - it is no file
def test_a_full_disk_is_a_message(live: Project) -> None:
    """What could not be written was not done, and the exit code says so."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - it is no file
        done = run_to_end(
            [sys.executable, "-m", "qsys_schema", "show"], cwd=live.folder, env=live.run.environment(), stdout=full
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_quietly_and_leaves_no_lock(live: Project) -> None:
    """An applier that waits for another writer is interrupted; nothing of it remains."""
    live.write("schema/jobs.yaml", SPEC + "  tags: {type: text, nullable: true}\n")
    live.ok("generate", "add_tags", *live.database)
    before = live.files()
    with closing(sqlite3.connect(live.folder / "test.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        process = subprocess.Popen(
            [sys.executable, "-m", "qsys_schema", "apply", *live.database],
            cwd=live.folder,
            env=live.run.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stderr is not None
        assert "waiting" in process.stderr.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=PATIENCE_S)
        writer.execute("ROLLBACK")
    assert process.returncode == 130
    assert stdout + stderr == ""
    assert live.files() == before
    assert live.ok("apply", *live.database).stdout == "applied 0002.add_tags\n"


def test_no_letter_is_too_strange_for_the_output(project: Project) -> None:
    """A stream that knows ASCII only gets the letters spelled out, and JSON stays JSON."""
    project.write("schema/jobs.yaml", SPEC.replace("owner", "bes\u00edtzer"))
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert project.run("diff", environment=ascii_only).code == 0
    found = project.json("diff", environment=ascii_only)
    assert "bes\u00edtzer" in found["statements"][0]


def test_debug_shows_a_traceback_and_nothing_else_does(project: Project) -> None:
    """The message and the exit code are the same."""
    plain, debug = project.run("verify", "x"), project.run("verify", "x", "--debug")
    assert_explained(plain, (2,))
    assert "Traceback" in debug.stderr
    assert debug.stderr.endswith(plain.stderr)
    assert debug.code == plain.code
