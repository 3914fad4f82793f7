"""A server that may only be looked at: what is said of its database, and what is said not to be known."""

from __future__ import annotations

import json
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.command import Command
from tests.pipeline.desk import Desk
from tests.postgres import url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

NOWHERE = "postgresql://nobody@/none?host=/nowhere"
"""A server for scratch databases that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Desk):
    """The command line of a role that may not change anything, with ``scratch`` as the place for scratch databases."""

    scratch: str

    @property
    def environment(self) -> dict[str, str]:
        """Where scratch databases are made, if that is said."""
        return {"QSYS_SCRATCH_POSTGRES_URL": self.scratch} if self.scratch else {}

    def says(self, *, code: int) -> Any:
        """What ``status --exit-code`` says, which writes nothing and never fails."""
        done = self.run("status", "--exit-code", "--format", "json", *self.database)
        assert (done.code, done.stderr) == (code, ""), done
        return json.loads(done.stdout)


@pytest.fixture
def desk(run_cli: Command, postgres_url: str) -> Desk:
    """A project with two migrations, applied."""
    made = Desk(command=run_cli, dialect="postgres", url=postgres_url)
    made.write("qsys-schema.toml", 'dialects = ["postgres"]\n')
    made.spec("seen: {type: timestamp, nullable: true}")
    made.generate("first")
    made.spec("seen: {type: timestamp, nullable: true}", "priority: {type: integer, default: 0}")
    made.generate("more")
    made.ok("apply", *made.database)
    return made


@pytest.fixture
def role(desk: Desk, postgres_admin: Connection) -> Generator[str]:
    """A role that may connect and look at the catalog, and can make neither schemas nor temporary tables."""
    name = f"qsys_watch_{uuid.uuid4().hex[:8]}"
    database = urlsplit(desk.url).path.removeprefix("/")
    postgres_admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'")
    postgres_admin.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    postgres_admin.execute(f"GRANT CONNECT ON DATABASE {database} TO {name}")
    desk.sql("REVOKE ALL ON SCHEMA public FROM PUBLIC", f"GRANT USAGE ON SCHEMA public TO {name}")
    yield name
    desk.sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}", f"REVOKE ALL ON SCHEMA public FROM {name}")
    postgres_admin.execute(f"REVOKE ALL ON DATABASE {database} FROM {name}")
    postgres_admin.execute(f"DROP ROLE {name}")


def watching(desk: Desk, role: str, scratch: str) -> Watch:
    """The same project as that role."""
    url = url_for(desk.url, urlsplit(desk.url).path.removeprefix("/"), role, role)
    return Watch(command=desk.command, dialect=desk.dialect, url=url, scratch=scratch)


def allow_reading(desk: Desk, role: str) -> None:
    """Let the role read every table."""
    desk.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")


def test_who_may_only_read_sees_that_all_is_well_and_what_is_not(desk: Desk, role: str) -> None:
    """In place, and then drifted: with a place for scratch databases all of it is told, without one that it is so."""
    allow_reading(desk, role)
    watch, blind = watching(desk, role, desk.url), watching(desk, role, NOWHERE)
    for one in (watch, blind):
        found = one.says(code=0)
        assert (found["clean"], found["drifted"], found["limits"]) == (True, False, [])
        assert found["applied"] == ["0001.first", "0002.more"]
    assert watch.run("diff", "--exit-code", *watch.database).code == 0

    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix text")
    found = watch.says(code=3)
    assert [one["ref"] for one in found["changes"]] == ["jobs.hotfix"]
    assert found["drift_since"] == "0002.more"
    done = watch.run("diff", "--exit-code", "--format", "json", *watch.database)
    assert (done.code, done.stderr) == (3, "")
    assert [one["ref"] for one in json.loads(done.stdout)["changes"]] == ["jobs.hotfix"]

    found = blind.says(code=3)
    assert (found["drifted"], found["changes"], found["drift_since"]) == (True, [], "0002.more")
    assert "another one than 0002.more makes, and no migration makes it" in found["drift"][0]
    assert "cannot be found out" in found["limits"][0]
    desk.sql("ALTER TABLE jobs DROP COLUMN hotfix", "ALTER TABLE jobs DROP COLUMN priority")
    assert blind.says(code=3)["drift_as_of"] == "0001.first"
    text = blind.run("status", *blind.database).stdout
    assert "0001.first, which makes the schema that is there" in text
    assert "not known   what was changed cannot be found out" in text


def test_who_may_not_read_the_records_is_told_what_the_schema_tells(desk: Desk, role: str) -> None:
    """With rights on the catalog alone, what is applied follows from the schema; the missing grant is named."""
    watch = watching(desk, role, desk.url)
    found = watch.says(code=0)
    assert (found["assumed"], found["applied"], found["drifted"]) == (True, ["0001.first", "0002.more"], False)
    assert "GRANT SELECT ON _yoyo_migration" in found["limits"][0]
    desk.sql("ALTER TABLE jobs DROP COLUMN priority")
    found = watch.says(code=3)
    assert (found["applied"], found["pending"]) == (["0001.first"], ["0002.more"])
    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix text")
    found = watch.says(code=3)
    assert sorted(one["ref"] for one in found["changes"]) == ["jobs.hotfix", "jobs.priority"]
    assert found["drift_since"] is None
    assert "permission denied" in watching(desk, role, NOWHERE).says(code=3)["limits"][0]


def test_a_session_that_is_read_only_is_enough(desk: Desk) -> None:
    """For the owner too, whose sessions are set so; apply says why it does not."""
    url = f"{desk.url}{'&' if '?' in desk.url else '?'}options=-c%20default_transaction_read_only%3Don"
    watch = Watch(command=desk.command, dialect=desk.dialect, url=url, scratch=NOWHERE)
    assert watch.says(code=0)["clean"]
    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix text")
    assert watch.says(code=3)["drifted"]
    done = watch.run("apply", *watch.database)
    assert done.code == 1
    assert "read only" in done.stderr


def test_who_may_not_use_the_schema_is_told_so(desk: Desk, role: str) -> None:
    """Nothing is taken for an empty database."""
    desk.sql(f"REVOKE USAGE ON SCHEMA public FROM {role}")
    watch = watching(desk, role, NOWHERE)
    done = watch.run("status", *watch.database)
    assert done.code == 1
    assert "this role may not use it" in done.stderr


@pytest.mark.slow
def test_without_any_place_a_server_of_our_own_is_one(desk: Desk, role: str) -> None:
    """The role may make no schema there, and nobody names another server: one is started where there is a program."""
    allow_reading(desk, role)
    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix text")
    watch = watching(desk, role, "")
    found = watch.says(code=3)
    assert [one["ref"] for one in found["changes"]] == ["jobs.hotfix"]
    done = watch.run("diff", "--exit-code", "--format", "json", *watch.database)
    assert (done.code, [one["ref"] for one in json.loads(done.stdout)["changes"]]) == (3, ["jobs.hotfix"]), done
