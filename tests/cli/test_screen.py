"""What somebody sees at a terminal: tables, marks and colours that fit it; and the same plain text everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

import pytest

from qsys_schema.cli.colour import coloured
from tests.cli.house import SPEC, Project
from tests.cli.screens import Seen
from tests.cli.terminal import at_a_terminal
from tests.command import Command
from tests.patience import run_to_end
from tests.pipeline.desk import Desk

CHANGED = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner: {type: integer, nullable: true}
  tags: {type: text, default: "it's [bold red]hot[/]"}
indexes:
  - columns: [owner]
"""
WILD = "表格 [bold]x[/bold] \U0001f418:tada:"
STEERING = "\x1b[2J\x9b\u202e\n"


WILD_SPEC = f'table: "{WILD}"\ncolumns:\n  id: {{type: integer, primary_key: true}}\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class At(Command):
    """A command with variables of its own; an empty one is not set."""

    more: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """All of them."""
        named = Command.environment(self) | dict(self.more)
        return {name: value for name, value in named.items() if value}


@pytest.fixture
def desk(live: Project) -> Iterator[Desk]:
    """A project whose database has one migration, and whose specs want more; its commands run in this process."""
    live.write("schema/jobs.yaml", CHANGED)
    (live.folder / "test.db").rename(live.folder / "desk.db")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"):
            patch.delenv(name, raising=False)
        yield Desk(command=live.run, dialect="sqlite", url="sqlite:///desk.db")


def at(desk: Desk, **more: str) -> Desk:
    """The desk with these variables."""
    command = At(folder=desk.command.folder, private=desk.command.private, more=more)
    return Desk(command=command, dialect=desk.dialect, url=desk.url)


def seen(desk: Desk, columns: int, *arguments: str, code: int = 0) -> Seen:
    """What a terminal of so many columns shows of the command's result."""
    done = at(desk, COLUMNS=str(columns), NO_COLOR="").run(*arguments, "--color", "always")
    assert (done.code, done.stderr) == (code, ""), done
    return Seen(done.stdout, columns)


def test_changes_stand_by_table_with_marks_and_colours(desk: Desk) -> None:
    """Green comes, red goes, yellow changes; what loses data is red among the risks; SQL has its words in colour."""
    shown = seen(desk, 120, "diff", *desk.database, "--no-rename", "jobs.progress")
    assert shown.lines[:4] == ["4 changes", "", " jobs", "  - column progress      INTEGER, nullable"]
    marks = [shown.colour_of(word) for word in ("- column progress", "~ column owner", "+ column tags", "+ index")]
    assert marks == ["red", "brown", "green", "green"]
    assert [shown.colour_of(word) for word in ("loses-data", "CREATE TEMPORARY")] == ["red", "blue"]
    assert "it''s [bold red]hot[/]" in shown.text
    assert "  --allow drop-column:jobs.progress" in shown.lines
    assert any(line.endswith("schema/jobs.yaml:4") for line in shown.lines)


def test_status_is_a_table_with_the_moment_of_each_migration(desk: Desk) -> None:
    """What is pending has none."""
    agreed = ("--no-rename", "jobs.progress", "--allow", "drop-column:jobs.progress")
    desk.ok("generate", "more", *agreed, "--allow", "change-type:jobs.owner")
    desk.sql("ALTER TABLE jobs ADD COLUMN strange TEXT")
    shown = seen(desk, 100, "status", *desk.database)
    assert shown.lines[0] == "database  desk.db"
    first, second = (next(line for line in shown.lines if name in line) for name in ("0001.first", "0002.more"))
    assert first.split()[1] == "applied"
    assert len(first.split()) == 4
    assert second.split() == ["0002.more", "pending"]
    assert (shown.colour_of("applied "), shown.colour_of("pending")) == ("default", "brown")
    assert "changed by hand" in shown.lines
    assert any("jobs.strange" in line for line in shown.lines)


@pytest.mark.parametrize("columns", [1, 2, 20, 40, 79, 300])
@pytest.mark.parametrize("command", ["diff", "status", "check"])
def test_nothing_is_too_wide_or_lost_on_a_terminal_of_any_width(desk: Desk, command: str, columns: int) -> None:
    """Every name is whole once the lines are put together; only SQL and options may go over the edge."""
    desk.write("schema/wild.yaml", WILD_SPEC)
    # SQLite has such a name, too: everything of the table appears in a status.
    desk.sql(f'CREATE TABLE "{WILD}{STEERING}" (a)')
    where = () if command == "check" else desk.database
    done = at(desk, COLUMNS=str(columns), NO_COLOR="").run(command, *where, "--color", "always")
    assert (done.code, done.stderr) == (3 if command == "check" else 0, "")
    told = done.stdout.partition("-- forward")[0]
    shown = Seen(told, max(columns, 300))
    assert "\x1b[2J" not in told
    assert not {"\x9b", "\u202e", "\x07"} & set(told)
    together = "".join(shown.text.split())
    assert "".join(WILD.split())[:9] in together or columns < 20
    assert "[bold]x[/bold]" in together or columns < 20
    assert ":tada:" in together or columns < 20
    if columns >= 40:
        assert not [line for line in shown.lines if len(line) > columns and not line.startswith("  --")]


def test_a_stream_that_knows_ascii_only_gets_nothing_else(desk: Desk) -> None:
    """Letters are spelled out, and the line under a title is of hyphens."""
    desk.write("schema/wild.yaml", WILD_SPEC)
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "NO_COLOR": ""}
    done = desk.command(
        "diff", *desk.database, "--no-rename", "jobs.progress", "--color=always", environment=ascii_only
    )
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "\\u8868\\u683c [bold]x" in done.stdout
    assert " ----" in done.stdout


def test_of_very_many_changes_a_hundred_are_listed(desk: Desk) -> None:
    """And the rest counted; nobody reads ten thousand lines."""
    columns = "".join(f"  c{number}: {{type: text, nullable: true}}\n" for number in range(1500))
    desk.write("schema/jobs.yaml", SPEC + columns)
    shown = at(desk, NO_COLOR="").ok("diff", *desk.database, "--color", "always").stdout.partition("-- forward")[0]
    assert "1500 changes" in shown
    assert "... and 1400 more" in shown
    assert shown.count("+ column") == 100


def test_without_colour_the_text_is_what_a_pipe_gets(desk: Desk) -> None:
    """On a terminal, too: NO_COLOR, a dumb terminal, --color never, --quiet."""
    command = ("diff", *desk.database, "--no-rename", "jobs.progress")
    plain = desk.run(*command).stdout
    assert plain.startswith("4 changes:\n  drop column jobs.progress")
    assert at(desk, NO_COLOR="").run(*command).stdout == plain
    assert at_a_terminal(desk.command, *command).stdout == plain
    assert at_a_terminal(desk.command, *command, "--color=never", plain=False).stdout == plain
    assert "\x1b[" in at_a_terminal(desk.command, *command, plain=False).stdout


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "choice", "terminal", "expected"),
    [
        ("", "auto", True, True),
        ("", "auto", False, False),
        ("NO_COLOR=1", "auto", True, False),
        ("NO_COLOR=", "auto", True, True),
        ("NO_COLOR=1", "always", False, True),
        ("FORCE_COLOR=1", "never", True, False),
        ("FORCE_COLOR=1", "auto", False, True),
        ("FORCE_COLOR=0", "auto", False, False),
        ("CLICOLOR_FORCE=1", "auto", False, True),
        ("NO_COLOR=1 FORCE_COLOR=1", "auto", True, False),
        ("CLICOLOR=0", "auto", True, False),
        ("CLICOLOR=0 CLICOLOR_FORCE=1", "auto", False, True),
        ("TERM=dumb", "auto", True, False),
        ("TERM=dumb", "always", True, True),
    ],
)
def test_who_gets_colours(
    monkeypatch: pytest.MonkeyPatch, variables: str, choice: str, terminal: bool, expected: bool
) -> None:
    """As no-color.org, bixense.com/clicolors and the programs of the field have it."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for one in variables.split():
        monkeypatch.setenv(*one.split("="))
    assert coloured(_Terminal() if terminal else StringIO(), choice) == expected


def test_what_makes_tables_is_imported_only_where_one_is_shown(live: Project) -> None:
    """Nothing to do is said at once, at a terminal too."""
    live.ok("diff", *live.database)
    script = (
        "import sys\nfrom qsys_schema.cli import main\ntry:\n    main()\n"
        "except SystemExit:\n    sys.exit(str(sorted({'rich', 'pygments', 'sqlglot'} & set(sys.modules))))\n"
    )
    for arguments, expected in ((("diff", *live.database), "[]"), (("status", *live.database), "['rich']")):
        done = run_to_end(
            [sys.executable, "-c", script, *arguments, "--color", "always"], cwd=live.folder, env=live.run.environment()
        )
        assert (arguments, done.stderr) == (arguments, f"{expected}\n")
