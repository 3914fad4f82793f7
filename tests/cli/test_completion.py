"""Completion in the shells that people have: what is offered, and that a name stays a name."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from qsys_schema.cli.shells import for_bash, typed
from tests.cli.house import SPEC, Project, assert_explained
from tests.cli.shells import SHELLS, Shell, is_there, shell
from tests.patience import run_to_end

HOSTILE = """it's "a" `touch ran`$(touch ran) ;touch ran #*?[x]{a,b}!~\\é 表格"""
"""A table's name with all that a shell takes for something."""

CONFIGURATION = """\
dialects = ["sqlite"]
[environments.staging]
database = "sqlite:///staging.db"
[environments."two words"]
database = "sqlite:///other.db"
"""


@pytest.fixture
def busy(live: Project) -> Project:
    """A project with migrations, environments, a column that has gone, and a table with a hostile name."""
    live.write("schema/jobs.yaml", SPEC.replace("owner", "worker"))
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    live.write("schema/odd.yaml", f'table: "{quoted}"\ncolumns:\n  a: {{type: integer, primary_key: true}}\n')
    live.write("schema/line.yaml", 'table: "two\\nlines"\ncolumns:\n  id: {type: integer, primary_key: true}\n')
    live.write("qsys-schema.toml", CONFIGURATION)
    return live


@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_completes_what_the_project_has(busy: Project, name: str) -> None:
    """Commands, options, migrations, columns, environments; only in a real line editor do all quoting rules meet."""
    if not is_there(name):
        pytest.skip(f"{name} is not installed")
    with shell(name, busy.run) as at:
        assert at.completed("qsys-schema roll") == "qsys-schema rollback "
        assert at.completed("qsys-schema verify 00") == "qsys-schema verify 0001.first "
        assert at.completed("qsys-schema diff --expand jobs.w") == "qsys-schema diff --expand jobs.worker "
        assert at.completed("qsys-schema diff --color=al") == "qsys-schema diff --color=always "
        assert shlex.split(at.completed("qsys-schema diff --env t")) == ["qsys-schema", "diff", "--env", "two words"]
        # Colons and equal signs end a word for Bash's line editor.
        lost = at.completed("qsys-schema diff --allow drop-column:jobs.o")
        assert lost == "qsys-schema diff --allow drop-column:jobs.owner "
        renamed = at.completed("qsys-schema diff --rename jobs.owner=jobs.w")
        assert shlex.split(renamed) == ["qsys-schema", "diff", "--rename", "jobs.owner=jobs.worker"]
        _stays_a_name(at)
        assert at.completed("qsys-schema diff --expand tw") == "qsys-schema diff --expand tw"
        assert not list(Path(busy.folder).glob("ran*"))


def _stays_a_name(at: Shell) -> None:
    """The hostile name arrives as one word which means that name, and nothing of it has run."""
    line = at.completed("qsys-schema diff --expand it")
    if not at.runs_fish:
        assert shlex.split(line) == ["qsys-schema", "diff", "--expand", f"{HOSTILE}.a"]
    assert not (at.folder / "ran").exists()
    at.run(line.replace("qsys-schema diff --expand", "printf %s >word.txt"))
    assert (at.folder / "word.txt").read_text(encoding="utf-8") == f"{HOSTILE}.a"
    assert not (at.folder / "ran").exists()


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_one_that_the_shell_can_read(busy: Project, name: str) -> None:
    """As text and in JSON; and a shell that we do not know is refused in words."""
    script = busy.ok("completion", name).stdout
    assert "qsys-schema" in script
    assert busy.json("completion", name)["script"] == script
    if is_there(name):
        (busy.folder / "script").write_text(script, encoding="utf-8")

        done = run_to_end([shutil.which(name) or name, "-n", "script"], cwd=busy.folder)
        assert done.returncode == 0


def test_an_unknown_shell_is_refused(project: Project) -> None:
    """With those that are known."""
    done = project.run("completion", "tcsh")
    assert_explained(done, (2,))
    assert "bash" in done.stderr


@pytest.mark.parametrize(
    "asked",
    ["qsys-schema apply --to ", "qsys-schema diff --expand ", "qsys-schema --nonsense x ", "qsys-schema diff --env "],
)
def test_whatever_is_wrong_completion_is_silent(project: Project, asked: str) -> None:
    """Specs that are none, a configuration that cannot be read, folders that are not there."""
    project.write("qsys-schema.toml", b"\xff\xfe not TOML")
    project.write("schema/jobs.yaml", b"\xff\x00table: [")
    shutil.rmtree(project.folder / "migrations", ignore_errors=True)
    done = project.run(asked, environment={"_QSYS_SCHEMA_COMPLETE": "bash_complete"})
    assert (done.code, done.stderr) == (0, "")


@pytest.mark.parametrize("instruction", ["", "x", "bash", "bash_", "tcsh_complete", "zsh_complete"])
def test_an_odd_question_is_answered_with_nothing_bad(project: Project, instruction: str) -> None:
    """Whoever sets the variable by mistake gets no traceback."""
    done = project.run(environment={"_QSYS_SCHEMA_COMPLETE": instruction})
    assert (done.code, done.stderr) == (0, "")


def test_no_database_is_opened(live: Project) -> None:
    """A name is completed in a project whose database is gone, and none is made."""
    (live.folder / "test.db").unlink()
    environment = {"_QSYS_SCHEMA_COMPLETE": "bash_complete", "QSYS_DATABASE_URL": "sqlite:///test.db"}
    assert live.run("qsys-schema verify ", environment=environment).stdout == "p0001.first\n"
    assert not (live.folder / "test.db").exists()


@pytest.mark.parametrize(
    ("line", "words", "word", "kept", "quote"),
    [
        ("q a b", ("q", "a"), "b", 0, ""),
        ("q a ", ("q", "a"), "", 0, ""),
        ("q 'a b", ("q",), "a b", 0, "'"),
        ('q x"a b', ("q",), "xa b", 1, '"'),
        (r"q a\ b", ("q",), "a b", 0, ""),
        ("q drop:a", ("q",), "drop:a", 5, ""),
        (r"q drop\:a", ("q",), "drop:a", 0, ""),
        ("q 'a:b' ", ("q", "a:b"), "", 0, ""),
        ('q "a\\"b', ("q",), 'a"b', 0, '"'),
        ("q a\\", ("q",), "a", 0, ""),
        ("", (), "", 0, ""),
    ],
)
def test_a_line_of_bash_is_understood(line: str, words: tuple[str, ...], word: str, kept: int, quote: str) -> None:
    """Quotation marks may be open, and some letters end a word for the line editor alone."""
    found = typed(line, ":=")
    assert (found.words, found.word, found.kept, found.quote) == (words, word, kept, quote)


@pytest.mark.parametrize(("quote", "offered"), [("", True), ("'", False), ('"', False)])
def test_between_quotation_marks_only_what_is_safe_there_is_offered(quote: str, offered: bool) -> None:
    """There Bash puts a candidate in as it is."""
    from qsys_schema.cli.shells import Candidate

    found = list(for_bash([Candidate(text=HOSTILE)], typed(f"q {quote}", ":=")))
    assert bool(found) == offered


def test_only_what_is_gone_may_be_agreed_to(busy: Project) -> None:
    """Migrations made it, and the specs have it no longer."""
    environment = {"_QSYS_SCHEMA_COMPLETE": "bash_complete"}
    assert (
        busy.run("qsys-schema diff --allow drop-column:", environment=environment).stdout == "pdrop-column:jobs.owner\n"
    )
    assert busy.run("qsys-schema diff --no-rename ", environment=environment).stdout == "pjobs.owner\n"
