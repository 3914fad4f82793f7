"""Most migrations are looked at as a whole only. What is found must not hang on that, and it must stay quick."""

from __future__ import annotations

import pytest

from qsys_schema.dialects.postgres.dialect import PostgreSQL
from qsys_schema.dialects.sqlite.dialect import SQLite
from qsys_schema.pipeline.watch import Watcher
from tests.lint.house import Shelf, codes
from tests.lint.test_dangers import BOTH, BUSY, POSTGRES, SQLITE
from tests.lint.test_rules import example_parameters
from tests.lint.test_tricky import JOBS
from tests.lint.test_tricky import POSTGRES as POSTGRES_SPELLINGS
from tests.lint.test_tricky import SQLITE as SQLITE_SPELLINGS

_TEXTS = {
    "sqlite": {**{name: (BUSY, text) for name, (text, _) in (BOTH | SQLITE).items()}}
    | {name: (JOBS, text) for name, (text, _) in SQLITE_SPELLINGS.items()},
    "postgres": {**{name: (BUSY, text) for name, (text, _) in (BOTH | POSTGRES).items()}}
    | {name: (JOBS, text) for name, (text, _) in POSTGRES_SPELLINGS.items()},
}

HARMLESS = {
    "table_and_index": "CREATE TABLE t (id integer PRIMARY KEY, a integer);\nCREATE INDEX t_a ON t (a);",
    "column": "ALTER TABLE jobs ADD COLUMN m integer;",
    "column_with_a_default": "ALTER TABLE jobs ADD COLUMN m integer DEFAULT 1;",
    "view": "CREATE VIEW v AS SELECT id FROM jobs;",
    "rows": "CREATE TABLE t (id integer PRIMARY KEY);\nINSERT INTO t VALUES (1);",
    "reference": "CREATE TABLE t (id integer REFERENCES jobs (id));",
}


def _both_ways(shelf: Shelf, setup: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_glance = shelf.found(setup, text)
    with monkeypatch.context() as patch:
        patch.setattr(Watcher, "_glanced", lambda *_: None)
        assert at_a_glance == shelf.found(setup, text)


@pytest.mark.parametrize("name", [*HARMLESS, *list(_TEXTS["sqlite"])[::9]])
def test_sqlite(name: str, sqlite_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at each statement finds the same."""
    setup, text = _TEXTS["sqlite"].get(name) or (JOBS, HARMLESS[name])
    _both_ways(sqlite_shelf, setup, text, monkeypatch)


@pytest.mark.parametrize("name", [*HARMLESS, *list(_TEXTS["postgres"])[::12]])
def test_postgresql(name: str, postgres_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at each statement finds the same."""
    setup, text = _TEXTS["postgres"].get(name) or (JOBS, HARMLESS[name])
    _both_ways(postgres_shelf, setup, text, monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_every_text(dialect: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that other tests have, and both sides of every example."""
    shelf: Shelf = request.getfixturevalue(f"{dialect}_shelf")
    for setup, text in _TEXTS[dialect].values():
        _both_ways(shelf, setup, text, monkeypatch)
    for example, side in example_parameters(dialect):
        _both_ways(shelf, example.setup, side, monkeypatch)


def test_what_is_switched_off_hides_nothing_else(sqlite_shelf: Shelf) -> None:
    """A rebuild looks like a dropped table until each statement is looked at."""
    setup = f"{JOBS}\nCREATE TABLE runs (job integer REFERENCES jobs (id) ON DELETE CASCADE);"
    new = "CREATE TABLE new (id integer PRIMARY KEY, owner varchar(20), n integer);"
    text = f"{new}\nINSERT INTO new SELECT id, owner, n FROM jobs;\nDROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;"
    found = sqlite_shelf.found(setup, text, policy="levels = {DS102 = 'off', DS103 = 'off', CD101 = 'off'}")
    assert codes(found) == ["LT102"]


@pytest.mark.parametrize(("dialect", "kind"), [("sqlite", SQLite), ("postgres", PostgreSQL)])
def test_the_catalog_is_read_twice_for_a_migration(
    dialect: str, kind: type, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once behind it, once behind its rollback, however many statements it has."""
    shelf: Shelf = request.getfixturevalue(f"{dialect}_shelf")
    for number in range(1, 9):
        columns = "".join(f"\nALTER TABLE t{number} ADD COLUMN c{one} integer;" for one in range(6))
        text = f"CREATE TABLE t{number} (id integer PRIMARY KEY);{columns}"
        shelf.put(f"{number:04}.t", text, f"DROP TABLE t{number};")
    counted: list[object] = []
    inspect = kind.inspect  # type: ignore[attr-defined]

    def counting(*given: object) -> object:
        counted.append(given)
        return inspect(*given)

    monkeypatch.setattr(kind, "inspect", counting)
    assert {one.level for one in shelf.lint().findings} == {"note"}
    assert len(counted) <= 2 * 8 + 1
