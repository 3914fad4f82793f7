"""Databases that other tools made, as they really left them: taken over, with their records named and untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command
from tests.pipeline.desk import DIALECTS, Desk

LEFT = Path(__file__).with_name("left_behind")
"""What these tools left behind when they were run, without the rows of applications."""

TOOLS = {
    "alembic": ("alembic_version", {"sqlite": "f98424753fee", "postgres": "add7e7c23510"}),
    "django": ("django_migrations", dict.fromkeys(DIALECTS, "shop.0001_initial")),
    "drizzle": ("__drizzle_migrations", {"sqlite": "74e8b4af7e29", "postgres": "997fd690c8ed"}),
}

OLD = {
    "0001_create.sql": "-- the first tables\nCREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
    "INSERT INTO author (id, name) VALUES (1, 'nobody');\n",
    "0001_create.rollback.sql": "DROP TABLE author;\n",
    "0002_year.sql": "-- depends: 0001_create\nALTER TABLE author ADD COLUMN year INTEGER;\n"
    "UPDATE author SET name = 'anon' WHERE id = 1;\n",
    "0002_year.rollback.sql": "UPDATE author SET name = 'nobody' WHERE id = 1;\nALTER TABLE author DROP COLUMN year;\n",
    "0003_index.sql": "-- depends: 0002_year\nCREATE INDEX author_year ON author (year);\n",
    "0003_index.rollback.sql": "DROP INDEX author_year;\n",
}


@pytest.fixture(params=DIALECTS)
def bare(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """An empty folder, and an empty database."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return Desk(command=run_cli, dialect=request.param, url=url)


def load(desk: Desk, text: str) -> None:
    """Run a dump."""
    if desk.dialect == "postgres":
        desk.sql(text)
        return
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(desk.root / "desk.db")) as connection:
        connection.executescript(text)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_another_tool_made_is_taken_over(bare: Desk, tool: str) -> None:
    """Its records are named with how far they came, and are no drift, neither there nor gone."""
    load(bare, (LEFT / f"{tool}.{bare.dialect}.sql").read_text(encoding="utf-8"))
    table, last = TOOLS[tool]
    done = bare.ok("adopt", *bare.database)
    assert f"{table} was left behind by {tool.capitalize()} at {last[bare.dialect]}" in done.stderr
    assert not list((bare.root / "schema").glob(f"*{table.strip('_')}*"))
    header = (bare.folder / "0001.baseline.sql").read_text(encoding="utf-8")
    assert f"It stands for what {tool.capitalize()} made, up to {last[bare.dialect]}" in header
    assert table not in header
    bare.ok("status", *bare.database, "--exit-code")
    again = bare.ok("pull", *bare.database)
    assert "wrote" not in again.stdout
    bare.ok("check", "--dialect", bare.dialect)
    place = "drizzle.__drizzle_migrations" if (tool, bare.dialect) == ("drizzle", "postgres") else table
    assert bare.sql(f"SELECT COUNT(*) > 0 FROM {place}") == [(True,)]
    bare.sql(f"DROP TABLE {place}")
    bare.ok("status", *bare.database, "--exit-code")
    assert "left behind" not in bare.ok("pull", *bare.database).stderr


def old_folder(desk: Desk, upto: int) -> None:
    """A folder of migrations by hand, of which a plain yoyo has applied so many."""
    import warnings

    import yoyo

    for name, text in OLD.items():
        desk.write(f"old/{name}", text)
    url = (
        f"sqlite:///{desk.root / 'desk.db'}"
        if desk.dialect == "sqlite"
        else desk.url.replace("postgresql:", "postgresql+psycopg:")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        backend = yoyo.get_backend(url)
        backend.apply_migrations(yoyo.read_migrations(str(desk.root / "old"))[:upto])
        backend.connection.close()


@pytest.mark.parametrize("upto", [2, 3])
def test_migrations_by_hand_are_taken_over_with_what_they_did(bare: Desk, upto: int) -> None:
    """They are found applied by their names, the specs say what all of them make, and the history goes on."""
    old_folder(bare, upto)
    before = {path.name: path.read_bytes() for path in (bare.root / "old").iterdir()}
    done = bare.ok("adopt", "--from", "old", *bare.database)
    assert f"took over 3 migrations from old into migrations/{bare.dialect}: {upto} are applied here" in done.stdout
    assert {path.name: path.read_bytes() for path in (bare.root / "old").iterdir()} == before
    taken = bare.files()
    assert {name for name in before if taken[name] != before[name]} == {"0002_year.sql"}
    assert taken["0002_year.sql"] == b"-- rows: author\n" + before["0002_year.sql"]
    bare.ok("check", "--dialect", bare.dialect)
    bare.ok("apply", *bare.database)
    bare.ok("status", *bare.database, "--exit-code")
    bare.ok("diff", *bare.database, "--exit-code")
    path = bare.root / "schema/author.yaml"
    text = path.read_text(encoding="utf-8").replace("  name:", "  isbn: {type: text, nullable: true}\n  name:")
    path.write_text(text, encoding="utf-8")
    bare.ok("generate", "isbn", *bare.database)
    bare.ok("apply", *bare.database)
    bare.ok("rollback", "--steps", "2", *bare.database)
    bare.ok("apply", *bare.database)
    bare.ok("status", *bare.database, "--exit-code")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("0004_more.py", "from yoyo import step\n", "migrations in Python"),
        ("0004_more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY);\n", "no rollback"),
        ("0003_index.rollback.sql", "SELECT 1;\n", "old/0003_index.sql"),
        ("0002_year.sql", "BEGIN;\n", "YO106"),
    ],
)
def test_what_cannot_be_taken_over_is_said_with_the_way_out(bare: Desk, name: str, text: str, said: str) -> None:
    """Nothing was changed then, and a baseline stands for it all the same."""
    old_folder(bare, 3)
    bare.write(f"old/{name}", text)
    refusal = bare.refused("adopt", "--from", "old", *bare.database)
    assert said in refusal
    assert "leave --from out" in refusal
    assert not (bare.root / "schema").exists()
    assert not list(bare.root.glob("**/.qsys-adopt-*"))


def test_a_database_that_is_not_what_its_migrations_make_is_refused(bare: Desk) -> None:
    """With what it has beyond them."""
    old_folder(bare, 3)
    bare.sql("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
    assert "add table stray" in bare.refused("adopt", "--from", "old", *bare.database)


def test_a_baseline_stands_for_migrations_whose_files_stay_behind(bare: Desk) -> None:
    """Their records are not unknown; a second database that has the same is recognised."""
    old_folder(bare, 3)
    done = bare.ok("adopt", *bare.database)
    assert "0001_create, 0002_year, 0003_index gave way" in done.stderr
    bare.ok("status", *bare.database, "--exit-code")
    assert "--allow rollback:0001.baseline" in bare.refused("rollback", *bare.database, code=4)
    if bare.dialect == "sqlite":
        for path in (bare.root / "old").parent.glob("desk.db"):
            path.unlink()
        old_folder(bare, 3)
        bare.ok("apply", *bare.database)
        bare.ok("status", *bare.database, "--exit-code")
