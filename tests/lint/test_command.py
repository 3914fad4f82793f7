"""The command: what it looks at, how it ends, and what other tools read of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lint.house import codes
from tests.pipeline.desk import Desk, git

HERE = Path(__file__).parent
EVIL = 'x"\n::error::y %0A <script>|`'


def _by_hand(desk: Desk, identifier: str, forward: str, back: str) -> None:
    (desk.folder / f"{identifier}.sql").write_text(f"{forward}\n", encoding="utf-8")
    (desk.folder / f"{identifier}.rollback.sql").write_text(f"{back}\n", encoding="utf-8")
    desk.ok("seal")


DROP, BACK = "ALTER TABLE jobs DROP COLUMN owner;", "ALTER TABLE jobs ADD COLUMN owner text;"
REST = "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n  n: {type: integer, nullable: true}\n"
ALLOWED = f"-- qsys:allow DS103 jobs.owner: nobody has read it since March\n{DROP}"


def test_what_is_generated_is_agreed_to(desk: Desk) -> None:
    """A header has said it, and somebody has given consent; what is found is there for who asks."""
    desk.write("schema/jobs.yaml", "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    desk.generate("drop_owner", "--allow", "drop-column:jobs.owner")
    done = desk.ok("lint")
    assert done.stdout.startswith("0 findings, ")
    found = desk.json("lint")["findings"]
    (one,) = [one for one in found if one["code"] == "DS103"]
    assert one["acknowledged"].startswith("stated in the header")
    desk.check()


def test_what_is_written_by_hand_needs_a_reason(desk: Desk) -> None:
    """``lint`` and ``check`` end with 3 until there is one; a check that holds says nothing of it."""
    desk.write("schema/jobs.yaml", "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    _by_hand(desk, "0002.drop_owner", DROP, BACK)
    done = desk.run("lint")
    assert done.code == 3
    assert f"{desk.folder.relative_to(desk.root)}/0002.drop_owner.sql:1: error DS103 column jobs.owner" in done.stdout
    assert "DS103 column jobs.owner" in desk.refused("check", code=3)
    _by_hand(desk, "0002.drop_owner", ALLOWED, BACK)
    assert "acknowledged: nobody has read it since March" in desk.ok("lint", "--verbose").stdout
    desk.check()


def test_a_query_that_it_breaks(desk: Desk) -> None:
    """BC103, at the statement to blame, with the query's place."""
    desk.write("schema/queries/q.sql", "-- name: owners :many\nSELECT owner FROM jobs WHERE id = :id\n")
    _by_hand(desk, "0002.drop_owner", f"-- One.\nSELECT 1;\n{ALLOWED}", BACK)
    found = json.loads(desk.run("lint", "0002.drop_owner", "--format", "json").stdout)["findings"]
    (one,) = [one for one in found if one["code"] == "BC103"]
    assert one["line"] == 4
    assert "schema/queries/q.sql:1" in one["text"]


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_which_migrations_are_looked_at(desk: Desk) -> None:
    """By name, those after one, or those that a branch has added."""
    git(desk.root, "init", "--quiet", "--initial-branch", "main")
    git(desk.root, "add", ".")
    git(desk.root, "commit", "--quiet", "--message", "first")
    git(desk.root, "checkout", "--quiet", "-b", "feature")
    _by_hand(desk, "0002.drop_owner", DROP, BACK)
    _by_hand(desk, "0003.add", "ALTER TABLE jobs ADD COLUMN n integer;", "ALTER TABLE jobs DROP COLUMN n;")
    assert desk.run("lint", "0003.add").code == 0
    assert desk.run("lint", "0002.drop_owner").code == 3
    assert desk.run("lint", "--since", "0002.drop_owner").code == 0
    assert desk.run("lint", "--since", "0001.first").code == 3
    # Not committed, and committed: both are new.
    assert desk.run("lint", "--since-git", "main").code == 3
    git(desk.root, "add", ".")
    git(desk.root, "commit", "--quiet", "--message", "second")
    assert desk.run("lint", "--since-git", "main").code == 3
    assert desk.run("lint", "--since-git", "HEAD").code == 0


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["0009.nobody"], "there is no migration '0009.nobody'"),
        (["--since", "0001.frist"], "did you mean 0001.first?"),
        (["0001.first", "--since", "0001.first"], "not both"),
        (["--since-git", "nowhere"], "--since-git nowhere"),
        (["--since-git", "--output=x"], "no revision of git"),
        (["--explain", "DS203"], "did you mean DS103?"),
    ],
)
def test_what_is_asked_wrongly(desk: Desk, arguments: list[str], said: str) -> None:
    """Wrong usage, with what would be right."""
    assert said in desk.refused("lint", *arguments, code=2)


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("levels = {DS13 = 'off'}", "levels.DS13 is no code"),
        ("levels = {DS193 = 'off'}", "levels.DS193 is no code"),
        ("levels = {DS103 = 'eror'}", "did you mean 'error'?"),
        ("naming = {table = '('}", "naming.table is no regular expression"),
        ("naming = {tables = '.*'}", "did you mean 'table'?"),
        ("require_comments = ['colum']", "did you mean 'column'?"),
        ("forbid_type = ['float']", "did you mean 'forbid_types'?"),
        ("ignore = 1", "ignore must be a list of texts"),
    ],
)
def test_what_is_configured_wrongly(desk: Desk, lines: str, said: str) -> None:
    """Wrong usage, with the file and what would be right."""
    desk.write("qsys-schema.toml", f'dialects = ["sqlite"]\n[lint]\n{lines}\n')
    refused = desk.refused("lint", code=2)
    assert said in refused
    assert "qsys-schema.toml, lint" in refused


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_levels_and_what_is_ignored(desk: Desk) -> None:
    """A team decides what weighs how much."""
    _by_hand(desk, "0002.drop_owner", DROP, BACK)
    for lines, code in (
        ("levels = {DS103 = 'warning'}", 0),
        ("levels = {DS103 = 'off'}", 0),
        ("ignore = ['0002.*']", 0),
        ("ignore = ['0001.*']", 3),
    ):
        desk.write("qsys-schema.toml", f'dialects = ["sqlite"]\n[lint]\n{lines}\n')
        assert desk.run("lint").code == code, lines
    desk.write("qsys-schema.toml", 'dialects = ["sqlite"]\n[lint]\nlevels = {DS103 = "warning"}\n')
    assert desk.run("lint", "--fail-on", "warning").code == 3


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_an_edited_file_is_found(desk: Desk) -> None:
    """YO103; and what it does is looked at all the same."""
    path = desk.folder / "0001.first.sql"
    path.write_text(path.read_text(encoding="utf-8") + "DROP TABLE jobs;\n", encoding="utf-8")
    found = json.loads(desk.run("lint", "--format", "json").stdout)["findings"]
    assert "YO103" in {one["code"] for one in found}


@pytest.fixture
def evil(desk: Desk) -> Desk:
    """A desk with a table whose name wants to be obeyed, and that is dropped."""
    name = EVIL.replace('"', '""')
    _by_hand(desk, "0002.make", f'CREATE TABLE "{name}" (id integer PRIMARY KEY);', f'DROP TABLE "{name}";')
    _by_hand(desk, "0003.drop", f'DROP TABLE "{name}";', f'CREATE TABLE "{name}" (id integer PRIMARY KEY);')
    return desk


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_no_name_commands_a_workflow(evil: Desk) -> None:
    """Each line is one command of ours, and ends where it ends."""
    done = evil.run("lint", "--format", "github")
    assert done.code == 3
    lines = done.stdout.splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::", line) for line in lines)
    assert any("%0A%3A%3Aerror%3A%3Ay %250A" in line for line in lines)


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_no_name_leaves_its_cell(evil: Desk) -> None:
    """A table has as many cells in each row as it has headers, and no HTML of anybody's."""
    done = evil.run("lint", "--format", "markdown")
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in rows if "Acknowledged" not in line}) <= 2
    assert "<script>" not in done.stdout
    assert "DS102" in done.stdout


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_sarif_is_valid(evil: Desk) -> None:
    """By the schema of OASIS; what is acknowledged is suppressed, with its reason."""
    _by_hand(evil, "0004.drop_owner", ALLOWED, BACK)
    sarif: Any = json.loads(evil.run("lint", "--format", "sarif").stdout)
    schema = json.loads((HERE / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(sarif)
    (run,) = sarif["runs"]
    by_code = {one["ruleId"]: one for one in run["results"]}
    assert by_code["DS103"]["suppressions"] == [
        {"kind": "inSource", "justification": "nobody has read it since March"},
    ]
    assert by_code["DS102"]["suppressions"] == []
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    prints = [one["partialFingerprints"]["qsysSchema/v1"] for one in run["results"]]
    assert len(prints) == len(set(prints))


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_a_fingerprint_stays_when_lines_move(desk: Desk) -> None:
    """So that a code host knows a finding again."""

    def prints() -> set[str]:
        results = json.loads(desk.run("lint", "--format", "sarif").stdout)["runs"][0]["results"]
        return {one["partialFingerprints"]["qsysSchema/v1"] for one in results}

    _by_hand(desk, "0002.drop_owner", DROP, BACK)
    before = prints()
    _by_hand(desk, "0002.drop_owner", f"-- A comment more.\n\n{DROP}", BACK)
    assert prints() == before


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_acknowledgements_survive_seal_and_rebase(desk: Desk) -> None:
    """The header is written anew around them."""
    desk.ok("generate", "--empty", "drop_owner")
    path = desk.folder / "0002.drop_owner.sql"
    path.write_text(path.read_text(encoding="utf-8") + f"{ALLOWED}\n", encoding="utf-8")
    (desk.folder / "0002.drop_owner.rollback.sql").write_text(f"{BACK}\n", encoding="utf-8")
    desk.ok("seal")
    assert "qsys:allow DS103 jobs.owner: nobody" in path.read_text(encoding="utf-8")
    assert desk.run("lint").code == 0
    # Another branch is merged, which has a second migration, too.
    mine = {one.name: one.read_text(encoding="utf-8") for one in desk.folder.iterdir()}
    for name in (one for one in mine if one.startswith("0002")):
        (desk.folder / name).unlink()
    sums = {line for line in mine["qsys.sum"].splitlines() if "0002" not in line}
    (desk.folder / "qsys.sum").write_text("\n".join(sorted(sums)) + "\n", encoding="utf-8")
    desk.write("schema/jobs.yaml", f"{REST}  owner: {{type: text, nullable: true}}\n")
    desk.generate("add_n")
    theirs = (desk.folder / "qsys.sum").read_text(encoding="utf-8").splitlines()
    both = "\n".join(sorted({*theirs, *mine.pop("qsys.sum").splitlines()})) + "\n"
    for name, text in {**mine, "qsys.sum": both}.items():
        (desk.folder / name).write_text(text, encoding="utf-8")
    desk.write("schema/jobs.yaml", REST)
    desk.ok("rebase", "0002.drop_owner")
    (moved,) = desk.folder.glob("0003.*owner.sql")
    assert "qsys:allow DS103 jobs.owner: nobody" in moved.read_text(encoding="utf-8")
    assert desk.run("lint").code == 0


def test_acknowledgements_survive_squash(desk: Desk) -> None:
    """Of names, which stay; what the migrations have lost on their way is lost to nobody any more, and not stale."""
    desk.write("schema/jobs.yaml", REST.replace("  n: {type: integer, nullable: true}\n", "  Odd: {type: text}\n"))
    named = (
        "-- qsys:allow NM103 jobs.Odd: a client says so\nALTER TABLE jobs ADD COLUMN \"Odd\" text NOT NULL DEFAULT '';"
    )
    _by_hand(desk, "0002.odd", f"{named}\n{ALLOWED}", f'{BACK}\nALTER TABLE jobs DROP COLUMN "Odd";')
    config = f"dialects = ['{desk.dialect}']\n[lint]\nnaming = {{column = '[a-z]+'}}\n"
    desk.write("qsys-schema.toml", config)
    assert desk.run("lint").code == 0
    desk.ok("squash", "--to", "0002.odd")
    (one,) = [path for path in desk.folder.glob("*.sql") if "rollback" not in path.name]
    assert "-- qsys:allow NM103 jobs.Odd: a client says so" in one.read_text(encoding="utf-8")
    done = desk.run("lint", "--fail-on", "warning")
    assert done.code == 0, done.stdout
    assert "acknowledged" in desk.ok("lint").stdout


def test_rules_are_explained(desk: Desk) -> None:
    """One with its examples, and all of them in a line each."""
    assert "-- qsys:allow DS103 jobs.progress" in desk.ok("lint", "--explain", "DS103").stdout
    assert desk.ok("lint", "--rules").stdout.count("\n") == len(desk.json("lint", "--rules")["rules"])
    assert codes([]) == []
