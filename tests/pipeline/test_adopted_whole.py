"""An adoption is done or not: what it leaves works at once, and what it refuses leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command
from tests.pipeline.desk import DIALECTS, Desk
from tests.pipeline.test_adopt import load


@pytest.fixture(params=DIALECTS)
def bare(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """An empty folder, and an empty database."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return Desk(command=run_cli, dialect=request.param, url=url)


def test_what_is_refused_late_leaves_nothing(bare: Desk) -> None:
    """The specs are written for what reads them, and taken away again: nobody said that this is production."""
    load(bare, "CREATE TABLE mine (id integer PRIMARY KEY)")
    bare.write("qsys-schema.toml", f'[environments.live]\ndatabase = "{bare.url}"\nproduction = true\n')
    assert "--confirm live" in bare.refused("adopt", "--env", "live", code=4)
    assert not (bare.root / "schema").exists()
    bare.ok("adopt", "--env", "live", "--confirm", "live")
    assert (bare.root / "schema" / "mine.yaml").exists()


def test_afterwards_nobody_has_to_say_which_database_it_is(bare: Desk) -> None:
    """Without settings, the migrations that are there say it: those of a server are not looked for as the default's."""
    load(bare, "CREATE TABLE mine (id integer PRIMARY KEY, at timestamp DEFAULT now())" if bare.dialect == "postgres"
         else "CREATE TABLE mine (id integer PRIMARY KEY)")  # fmt: skip
    bare.ok("adopt", *bare.database)
    assert not Path(bare.root, "qsys-schema.toml").exists()
    assert "checked 1 spec and 1 migration: all of it holds" in bare.ok("check").stdout
    bare.ok("lint")
    bare.ok("init")
    settings = Path(bare.root, "qsys-schema.toml").read_text(encoding="utf-8")
    assert f'dialects = ["{bare.dialect}"]' in settings
    assert f"check --dialect {bare.dialect}" in Path(bare.root, "Makefile").read_text(encoding="utf-8")
    bare.check()


def test_a_table_that_no_spec_can_say_is_left_to_others_by_the_option_that_is_named(
    run_cli: Command, postgres_url: str
) -> None:
    """Nobody makes a table of ten years anew to try a tool."""
    bare = Desk(command=run_cli, dialect="postgres", url=postgres_url)
    load(bare, 'CREATE TABLE base (id int); CREATE TABLE "it\'s" () INHERITS (base); CREATE TABLE mine (id int)')
    said = bare.refused("adopt", *bare.database)
    options = said.split("(--exclude", 1)[1].split(")")[0]
    assert options == """ base --exclude 'it'"'"'s'"""
    bare.ok("adopt", *bare.database, "--exclude", "base", "--exclude", "it's")
    bare.check()
