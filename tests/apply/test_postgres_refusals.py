from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from tests.command import Command
from tests.postgres import TESTER, Postgres, connect, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

OWNERS = "table: owners\ncolumns:\n  id: {type: integer, primary_key: true}\n"
MORE = "  name: {type: text, nullable: true}\n"
SECRET = TESTER + "-not"


@pytest.fixture
def project(run_cli: Command, postgres_url: str) -> Command:
    """A table that is there, and specs that want more of it."""
    (run_cli.folder / "schema").mkdir()
    spec = run_cli.folder / "schema" / "owners.yaml"
    spec.write_text(OWNERS, encoding="utf-8")
    for step in ("generate", "apply"):
        done = run_cli(step, "--database", postgres_url)
        assert done.code == 0, done.stderr
    spec.write_text(OWNERS + MORE, encoding="utf-8")
    return run_cli


@pytest.fixture
def no_creator(project: Command, postgres_admin_url: str) -> Generator[Command]:
    """The database belongs to somebody else; the tables are the tester's."""
    with connect(postgres_admin_url) as admin:
        name = admin.info.dbname
        owner = admin.info.user
        admin.execute(f"ALTER DATABASE {name} OWNER TO {owner}")
        admin.execute(f"GRANT ALL ON SCHEMA public TO {TESTER}")
        yield project


@pytest.mark.slow
def test_who_may_make_no_schema_is_told_what_to_do(
    no_creator: Command, postgres_url: str, postgres_server_url: str
) -> None:
    """A scratch schema elsewhere does as well; apply needs none."""
    for command in ("diff", "generate"):
        done = no_creator(command, "--database", postgres_url)
        assert done.code == 1
        assert "permission denied" in done.stderr
        assert "GRANT CREATE ON DATABASE" in done.stderr
        assert "QSYS_SCRATCH_POSTGRES_URL" in done.stderr
        assert "Traceback" not in done.stderr
    elsewhere = {"QSYS_SCRATCH_POSTGRES_URL": postgres_server_url}
    for command in ("diff", "generate"):
        done = no_creator(command, "--database", postgres_url, environment=elsewhere)
        assert done.code == 0, done.stderr
    assert "ADD COLUMN" in no_creator("diff", "--database", postgres_url, environment=elsewhere).stdout
    done = no_creator("apply", "--database", postgres_url)
    assert done.code == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status", "apply", "diff", "generate"])
def test_what_cannot_be_opened_is_said_without_the_password(
    project: Command, postgres_url: str, postgres_server_url: str, command: str
) -> None:
    """Wrong names and places end in a message with something to do."""
    name = postgres_url.rpartition("/")[2].partition("?")[0]
    more = "&" if "?" in postgres_url else "?"
    wrong = {
        "qsys_no_such": url_for(postgres_server_url, "qsys_no_such", TESTER, SECRET),
        "check that the server runs": f"postgresql://{TESTER}:{SECRET}@127.0.0.1:1/{name}",
        "qsys_nobody": url_for(postgres_server_url, name, "qsys_nobody", SECRET),
        "has no schema nowhere": f"{postgres_url}{more}schema=nowhere",
    }
    for words, url in wrong.items():
        done = project(command, "--database", url)
        assert done.code == 1, (words, done)
        assert words in done.stderr
        assert SECRET not in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_server_that_takes_no_writes_can_be_looked_at(
    project: Command, postgres_url: str, postgres_server_url: str
) -> None:
    """Status works, diff does with scratch schemas elsewhere, and the others say why they do not."""
    with connect(postgres_url) as owner:
        owner.execute(f"ALTER DATABASE {owner.info.dbname} SET default_transaction_read_only = on")
    done = project("status", "--database", postgres_url)
    assert done.code == 0, done.stderr
    elsewhere = {"QSYS_SCRATCH_POSTGRES_URL": postgres_server_url}
    done = project("diff", "--database", postgres_url, environment=elsewhere)
    assert done.code == 0, done.stderr
    assert "name" in done.stdout
    done = project("diff", "--database", postgres_url)
    assert done.code == 1
    assert "read-only" in done.stderr
    assert "QSYS_SCRATCH_POSTGRES_URL" in done.stderr
    assert project("generate", "--database", postgres_url, environment=elsewhere).code == 0
    for command in ("apply", "rollback"):
        done = project(command, "--database", postgres_url)
        assert done.code == 1
        assert "read" in done.stderr
        assert "Traceback" not in done.stderr


def _scratches(connection: Connection) -> list[str]:
    query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE '\\_qsys\\_scratch\\_%' ORDER BY 1"
    return [name for (name,) in connection.execute(query)]


@pytest.mark.slow
def test_a_killed_run_leaves_a_scratch_schema_that_the_next_removes(
    project: Command, postgres_url: str, postgres: Postgres
) -> None:
    """One whose run still lives has its lock, and stays."""
    lock = "SELECT pg_advisory_lock(1903393140, hashtext('_qsys_scratch_2_alive'))"
    postgres.run('CREATE SCHEMA "_qsys_scratch_1_dead"', 'CREATE TABLE "_qsys_scratch_1_dead".t (id integer)')
    postgres.run('CREATE SCHEMA "_qsys_scratch_2_alive"', lock)
    assert _scratches(postgres.connection) == ["_qsys_scratch_1_dead", "_qsys_scratch_2_alive"]
    done = project("generate", "--database", postgres_url)
    assert done.code == 0, done.stderr
    assert _scratches(postgres.connection) == ["_qsys_scratch_2_alive"]
