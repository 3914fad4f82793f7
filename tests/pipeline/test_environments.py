"""What a named environment says of its database, and what it demands of whoever changes it."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import at_a_terminal
from tests.command import Finished
from tests.pipeline.desk import Desk

SECRET = "geheim/1@2:3%#?ü"  # noqa: S105 - a test's own


@pytest.fixture
def alone(request: pytest.FixtureRequest) -> Desk:
    """A project on one database, which is enough where the rule is no matter of the database's."""
    made = Desk(command=request.getfixturevalue("run_cli"), dialect="sqlite", url="sqlite:///desk.db")
    made.spec()
    made.generate("first")
    return made


def configure(desk: Desk, *lines: str, name: str = "production", top: str = "") -> None:
    """Write the settings: an environment with these lines."""
    body = "\n".join(lines)
    desk.write("qsys-schema.toml", f"dialects = [{json.dumps(desk.dialect)}]\n{top}\n[environments.{name}]\n{body}\n")


def guarded(desk: Desk, *lines: str) -> None:
    """An environment that is production, and demands this too."""
    configure(desk, f"database = {json.dumps(desk.url)}", "production = true", *lines)


def given(desk: Desk, *arguments: str, env: str = "production", **variables: str) -> Finished:
    """Run a command in an environment, with these variables."""
    for name, value in variables.items():
        os.environ[name] = value
    try:
        return desk.run(*arguments, "--env", env)
    finally:
        for name in variables:
            del os.environ[name]


def command(code: str) -> str:
    """A command of the configuration, in TOML, that runs this Python."""
    return "database = {command = " + json.dumps([sys.executable, "-c", code]) + "}"


def test_a_url_comes_from_a_variable_a_file_or_a_command(alone: Desk) -> None:
    """With the line end that editors and commands put behind it, or without."""
    configure(alone, 'database = {variable = "SHOP_URL"}')
    assert given(alone, "apply", SHOP_URL="sqlite:///one.db").code == 0
    alone.write("url", "sqlite:///two.db\r\n")
    configure(alone, 'database = {file = "url"}')
    assert given(alone, "apply").code == 0
    configure(alone, command("print('sqlite:///three.db')"))
    assert given(alone, "apply").code == 0
    assert {path.name for path in alone.root.glob("*.db")} == {"one.db", "two.db", "three.db"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('database = {variable = "SHOP_NONE"}', "the variable SHOP_NONE is not set"),
        ('database = {variable = "SHOP_EMPTY"}', "is empty"),
        ('database = {variable = "SHOP_TWO"}', "more than one line"),
        ('database = {file = "none"}', "the file none cannot be read: No such file"),
        ('database = {file = "schema"}', "is not a regular file"),
        ('database = {file = "pipe"}', "is not a regular file"),
        ('database = {file = "empty"}', "is empty"),
        ('database = {file = "long"}', "is longer than"),
        ('database = {file = "binary"}', "is not UTF-8"),
        ('database = {command = ["no-such-program-here"]}', "No such file"),
        (command("import sys; print('geheim-out'); sys.exit('geheim-err')"), "ended with 1"),
        (command("import os; print('geheim-out', flush=True); os.kill(os.getpid(), 9)"), "by signal 9"),
        (command("pass"), "is empty"),
        (command("print('geheim-out')\nprint('sqlite:///x.db')"), "more than one line"),
        (command("print('oracle://u:geheim-out@h/d')"), "no database is known"),
        (command("print('geheim-out')"), "is not a URL"),
        ("database = {}", "exactly one"),
        ('database = {variable = "A", file = "b"}', "exactly one"),
        ('database = {command = "pass show x"}', "must be"),
        ("database = {command = []}", "must be"),
        ("database = {command = [3]}", "must be"),
        ('database = {shell = "x"}', "must be"),
        ('password = "geheim-here"', "without a database"),
        ('database = "sqlite:///x.db"\npassword = "geheim-here"', "written out"),
        ('database = "sqlite:///x.db"\npassword = {variable = "SHOP_PASSWORD"}', "has no password"),
        ('database = "postgresql://u:geheim-here@h/d"\npassword = {variable = "SHOP_PASSWORD"}', "already"),
        ('database = "sqlite:///x.db"\nproduction = 1', "production must be true or false"),
        ('database = "sqlite:///x.db"\nforbid = "DS103"', "forbid must be a list"),
        ('database = "sqlite:///x.db"\nforbid = ["drop"]', "'drop', which is no code"),
        ('database = "sqlite:///x.db"\nforbidden = ["DS103"]', "did you mean 'forbid'"),
    ],
)
def test_what_cannot_be_had_is_named_and_never_shown(alone: Desk, line: str, said: str) -> None:
    """The file, the environment and the setting; nothing of what a variable, a file or a command holds."""
    os.mkfifo(alone.root / "pipe")
    alone.write("empty", "\n")
    alone.write("long", "geheim-out" * 10_000)
    (alone.root / "binary").write_bytes(b"geheim-out\xff")
    configure(alone, line)
    for shape in ("text", "json"):
        done = given(
            alone,
            *("status", "--debug", "--verbose", "--format", shape),
            SHOP_EMPTY="",
            SHOP_TWO="geheim-a\ngeheim-b",
            SHOP_PASSWORD="geheim-out",  # noqa: S106 - a test's own
        )
        assert done.code == 2, done
        assert said in done.stderr + done.stdout
        assert "production" in done.stderr + done.stdout or "database" in done.stderr + done.stdout
        assert "geheim" not in (done.stderr + done.stdout).replace(line, "")
        assert "nobody foresaw" not in done.stderr


def test_what_needs_no_database_asks_nobody_for_it(alone: Desk) -> None:
    """A gate in CI has no right to the secret, and runs; what needs it says what is missing."""
    top = 'database = {variable = "SHOP_NONE"}'
    configure(alone, command("open('asked', 'w').close()"), top=top)
    for arguments in (("validate",), ("check",), ("show",), ("verify", "0001.first")):
        alone.ok(*arguments)
        assert given(alone, *arguments).code == 0
        assert arguments[0] != "validate" or not (alone.root / "asked").exists()
    for arguments in (("diff",), ("status",), ("generate", "x"), ("apply",)):
        assert "SHOP_NONE is not set" in alone.refused(*arguments, code=2)


def test_a_password_beside_the_url_is_spelled_as_urls_spell_it() -> None:
    """Whatever is in it, it is the password that the server gets, and nobody else."""
    from psycopg.conninfo import conninfo_to_dict

    from qsys_schema.config.database import with_password
    from qsys_schema.dialects.postgres.url import address_of

    for url in ("postgresql://ann@h/d", "postgresql://h/d", "postgresql:///d?host=/tmp", "postgresql://ann@h/d#b"):
        address = address_of(with_password(url, SECRET, "here"))
        assert conninfo_to_dict(address.conninfo)["password"] == SECRET, url
        assert "geheim" not in address.label


def test_the_name_of_production_has_to_be_given(desk: Desk) -> None:
    """Nothing is changed without it, no code waits for it, and what only reads does not ask."""
    guarded(desk)
    for arguments in (("status",), ("apply", "--dry-run"), ("diff",)):
        assert given(desk, *arguments).code == 0
    done = given(desk, "apply", "--format", "json")
    assert done.code == 4
    (decision,) = json.loads(done.stdout)["decisions"]
    assert (decision["kind"], decision["options"]) == ("environment", ["--confirm production"])
    assert "0001.first would be applied" in decision["question"]
    assert given(desk, "apply", "--confirm", "Production").code == 2
    assert desk.run("apply", "--confirm", "production").code == 2
    assert json.loads(given(desk, "status", "--format", "json").stdout)["applied"] == []
    assert given(desk, "apply", "--confirm", "production").code == 0
    done = given(desk, "apply")
    assert (done.code, done.stdout) == (0, "nothing to do: every migration is applied\n")
    assert given(desk, "rollback").code == 4
    assert "0001.first would be rolled back" in given(desk, "rollback").stderr
    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix TEXT")
    files = desk.files()
    assert given(desk, "generate", "--from-drift", "adopt").code == 4
    assert desk.files() == files
    assert given(desk, "generate", "--from-drift", "adopt", "--confirm", "production").code == 0
    assert given(desk, "rollback", "--confirm", "production", "--allow", "rollback:0002.adopt_drift").code == 0


def test_the_rules_hold_for_the_database_by_whatever_url_it_is_reached(desk: Desk) -> None:
    """Somebody gives production's URL by hand, in other words: its rules hold."""
    guarded(desk)
    other = f"sqlite:///{desk.root}/./desk.db" if desk.dialect == "sqlite" else desk.url.replace("postgresql:", "psql:")
    for arguments in (("--database", desk.url), ("--database", other)):
        assert desk.run("apply", *arguments).code == 4, arguments
    if desk.dialect == "sqlite":
        desk.ok("apply", "--database", "sqlite:///another.db")


def test_the_name_is_typed_at_a_terminal(alone: Desk) -> None:
    """Just the name, or nothing happens; JSON is never asked for."""
    guarded(alone)
    arguments = ("apply", "--env", "production")
    done = at_a_terminal(alone.command, *arguments, answers=[("to go on", "yes\r")])
    assert done.code == 4
    assert "type its name, production" in done.stdout
    done = at_a_terminal(alone.command, *arguments, answers=[("to go on", "production\r")])
    assert done.code == 0, done.stdout
    assert "applied 0001.first" in done.stdout
    assert at_a_terminal(alone.command, "rollback", "--env", "production", "--format", "json").code == 4


@pytest.mark.parametrize("name", ["", " prod", "prod ", "a\\nb", "a\\u001b[31m", "a\\u202e", "\\u0000"])
def test_a_name_that_nobody_can_type_is_refused(alone: Desk, name: str) -> None:
    """It could be given by no option and at no terminal."""
    configure(alone, 'database = "sqlite:///x.db"', name=f'"{name}"')
    said = alone.refused("status", code=2)
    assert "typed" in said or "TOML" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("name", ['it\'s \\"live\\"', "größe", "a b", "$(x)", "-x"])
def test_an_odd_name_is_given_as_it_is_printed(alone: Desk, name: str) -> None:
    """Quoted for the shell where it is printed."""
    import shlex

    configure(alone, 'database = "sqlite:///desk.db"', "production = true", name=f'"{name}"')
    real = json.loads(f'"{name}"')
    done = given(alone, "apply", "--format", "json", env=real)
    assert done.code == 4, done
    (option,) = json.loads(done.stdout)["decisions"][0]["options"]
    assert given(alone, "apply", *shlex.split(option), env=real).code == 0


def test_what_is_forbidden_is_refused_with_its_line(alone: Desk) -> None:
    """By what the header says, forward and back; no option lets it through, and the rest may go."""
    guarded(alone, 'forbid = ["DS103"]')
    confirm = ("--confirm", "production")
    assert given(alone, "apply", *confirm).code == 0
    alone.write("schema/jobs.yaml", "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    alone.generate("slim", "--allow", "drop-column:jobs.owner")
    done = given(alone, "apply", *confirm)
    assert done.code == 1
    assert "environment production forbids DS103" in done.stderr
    line = next(
        int(part.split(":")[1]) for part in done.stderr.split() if part.startswith(f"migrations/{alone.dialect}/0002")
    )
    text = (alone.folder / "0002.slim.sql").read_text(encoding="utf-8").splitlines()
    assert "DS103" in text[line - 1]
    configure(alone, f"database = {json.dumps(alone.url)}", "production = true", 'forbid = ["DS101"]')
    assert given(alone, "apply", *confirm).code == 0


def test_what_a_header_does_not_say_is_seen_on_a_copy(desk: Desk) -> None:
    """A migration of somebody's own hand drops a column, and says nothing of it."""
    guarded(desk, 'forbid = ["DS103"]')
    confirm = ("--confirm", "production")
    assert given(desk, "apply", *confirm).code == 0
    desk.ok("generate", "--empty", "slim")
    forward, back = desk.folder / "0002.slim.sql", desk.folder / "0002.slim.rollback.sql"
    forward.write_text(forward.read_text(encoding="utf-8") + "ALTER TABLE jobs DROP COLUMN owner;\n", encoding="utf-8")
    back.write_text(back.read_text(encoding="utf-8") + "ALTER TABLE jobs ADD COLUMN owner TEXT;\n", encoding="utf-8")
    desk.ok("seal")
    text = forward.read_text(encoding="utf-8")
    forward.write_text(
        text.replace("ALTER", "-- qsys:allow DS103 jobs.owner: nobody asks for it\nALTER"), encoding="utf-8"
    )
    desk.ok("seal")
    done = given(desk, "apply", *confirm)
    assert done.code == 1, done
    assert "0002.slim.sql:" in done.stderr
    assert "DS103" in done.stderr
    guarded(desk, 'forbid = ["DS102"]')
    assert given(desk, "apply", *confirm).code == 0


def test_a_rollback_loses_what_is_forbidden_to_lose(alone: Desk) -> None:
    """To take back an added column is to drop it. What is too long for a line of the header is said to its end."""
    confirm = ("--confirm", "production")
    name = "tags_with_a_name_that_is_too_long_for_a_line_of_a_header"
    alone.spec(f"{name}: {{type: text, nullable: true}}")
    alone.generate("tags")
    guarded(alone, 'forbid = ["DS103"]')
    assert given(alone, "apply", *confirm).code == 0
    done = given(alone, "rollback", *confirm)
    assert done.code == 1
    assert "forbids DS103" in done.stderr
    assert f"the values of jobs.{name} are lost\n" in done.stderr


def test_a_proof_is_run_again_with_the_rows_that_are_there(desk: Desk) -> None:
    """What was proven without rows does not fit those of production: nothing runs there, not even a part."""
    guarded(desk, "require_proof = true")
    confirm = ("--confirm", "production")
    assert given(desk, "apply", *confirm).code == 0
    desk.sql("INSERT INTO jobs (id, owner) VALUES (1, 'ann'), (2, 'ann')")
    desk.spec("extra: {type: text, nullable: true}")
    desk.generate("extra")
    desk.write(
        "schema/jobs.yaml",
        "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n  owner: {type: text, nullable: true}\n"
        "  extra: {type: text, nullable: true}\nunique:\n  - columns: [owner]\n",
    )
    desk.generate("alone", "--offline")
    done = given(desk, "apply", *confirm)
    assert done.code == 1, done
    assert "0003.alone" in done.stderr
    assert "does not run on a copy" in done.stderr
    assert json.loads(given(desk, "status", "--format", "json").stdout)["applied"] == ["0001.first"]
    desk.sql("UPDATE jobs SET owner = 'ben' WHERE id = 2")
    assert given(desk, "apply", *confirm).code == 0


def test_a_file_without_a_proof_is_refused(alone: Desk) -> None:
    """Somebody has signed a file that no proof has seen: it has no fingerprints."""
    from qsys_schema.history.sums import checksum

    guarded(alone, "require_proof = true")
    alone.write("migrations/sqlite/0002.mine.sql", "-- depends: 0001.first\nCREATE TABLE mine (a);\n")
    alone.write("migrations/sqlite/0002.mine.rollback.sql", "DROP TABLE mine;\n")
    files = sorted(alone.folder.glob("*.sql"))
    lines = [f"{checksum(path.read_bytes())}  {path.name}\n" for path in files]
    alone.write("migrations/sqlite/qsys.sum", "".join(lines))
    done = given(alone, "apply", "--confirm", "production")
    assert done.code == 1
    assert "0002.mine.sql:1" in done.stderr
    assert "qsys-schema seal" in done.stderr


def test_a_secret_file_in_another_folder_and_at_home(alone: Desk, tmp_path: Path) -> None:
    """By an absolute path, and by a tilde."""
    path = alone.command.private / "url"
    path.write_text("sqlite:///a.db", encoding="utf-8")
    path.chmod(stat.S_IRUSR)
    for text in (str(path), "~/url"):
        configure(alone, f"database = {{file = {json.dumps(text)}}}")
        assert given(alone, "status").code == 0
    assert tmp_path == alone.root
