"""A server that asks for passwords: what is said to whom it does not let in, and what is never said."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from qsys_schema.dialects.postgres import server
from qsys_schema.errors import DatabaseUnavailable
from tests.command import Command
from tests.patience import until
from tests.postgres import connect, url_for

PASSWORD, WRONG = "open-sesame-7391", "not-that-one-5520"
SPEC = "table: owners\ncolumns:\n  id: {type: integer, primary_key: true}\n"

COMMANDS = (("status",), ("diff",), ("generate", "more"), ("apply",), ("rollback",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A server whose roles need their passwords, but for the one that made it."""

    url: str

    def of(self, *, role: str = "guest", password: str | None = None, database: str = "postgres") -> str:
        """The URL for a role."""
        return url_for(self.url, database, role, password)


@pytest.fixture(scope="module")
def locked() -> Generator[Locked]:
    """Such a server, with one role that may make schemas."""
    try:
        started = server.start({"password_encryption": "scram-sha-256"})
    except DatabaseUnavailable as error:
        pytest.skip(f"PostgreSQL: {error}")
    try:
        with connect(started.url()) as admin:
            admin.execute(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
            admin.execute("GRANT CREATE ON DATABASE postgres TO guest")
            admin.execute("GRANT ALL ON SCHEMA public TO guest")
            ((path,),) = admin.execute("SHOW hba_file").fetchall()
            Path(path).write_text("local all postgres trust\nlocal all all scram-sha-256\n", encoding="utf-8")
            admin.execute("SELECT pg_reload_conf()")
        until(lambda: _asks(started.url()), "it asks for no password")
        yield Locked(url=started.url())
    finally:
        started.stop()


def _asks(url: str) -> bool:
    try:
        psycopg.connect(url_for(url, "postgres", "guest", WRONG)).close()
    except psycopg.OperationalError:
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_who_is_not_let_in_is_told_why_and_the_password_is_not(
    locked: Locked, run_cli: Command, command: tuple[str, ...]
) -> None:
    """One message with something to do about it, at once, and 1; with --verbose as well."""
    (run_cli.folder / "schema").mkdir()
    (run_cli.folder / "schema" / "owners.yaml").write_text(SPEC, encoding="utf-8")
    nobody_there = locked.of(password=PASSWORD).replace("port=", "port=1")
    wrong = {
        "password authentication failed": (locked.of(password=WRONG), "~/.pgpass"),
        "no password supplied": (locked.of(), "~/.pgpass"),
        'user "nobody_here"': (locked.of(role="nobody_here", password=PASSWORD), "~/.pgpass"),
        'database "no_such" does not exist': (locked.of(password=PASSWORD, database="no_such"), "createdb"),
        "error: ": (nobody_there, "check that the server runs"),
    }
    for words, (url, advice) in wrong.items():
        done = run_cli(*command, "--verbose", "--database", url)
        said = done.stdout + done.stderr
        assert done.code == 1, said
        assert words in done.stderr
        assert advice in done.stderr
        assert PASSWORD not in said
        assert WRONG not in said
        assert "Traceback" not in said
        assert done.stderr.count("error: ") == 1


@pytest.mark.slow
def test_who_is_let_in_never_reads_the_password_again(locked: Locked, run_cli: Command) -> None:
    """Neither in what is printed nor in what is written; and it may come from the environment."""
    (run_cli.folder / "schema").mkdir()
    (run_cli.folder / "schema" / "owners.yaml").write_text(SPEC, encoding="utf-8")
    ways: list[tuple[str, dict[str, str]]] = [
        (locked.of(password=PASSWORD), {}),
        (locked.of(), {"PGPASSWORD": PASSWORD}),
    ]
    steps = (("generate", "create"), ("apply",), ("diff",), ("status", "--format", "json"), ("rollback",), ("apply",))
    for number, step in enumerate(steps):
        url, environment = ways[number % 2]
        done = run_cli(*step, "--verbose", "--database", url, environment=environment)
        assert done.code == 0, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
    for path in run_cli.folder.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
