"""Databases that are none, are broken, or have such names in them already."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.journey import commands, readers
from tests.hostile.places import ident, literal
from tests.hostile.stage import Stage
from tests.hostile.words import WORDS

URL = "sqlite:///other.db"

NTH = {"soak": 1, "ci": 7}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]

Breaks = Callable[[Path], None]


def _content(content: bytes) -> Breaks:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _cut(share: float) -> Breaks:
    def cut(path: Path) -> None:
        _good(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return cut


def _good(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE canary (id INTEGER PRIMARY KEY, note TEXT NOT NULL)")
        connection.execute("INSERT INTO canary VALUES (1, 'alive')")
        for statement in statements:
            connection.execute(statement)


def _with(*statements: str) -> Breaks:
    return lambda path: _good(path, *statements)


def _catalog(kind: str, name: str, sql: str | None, root: int = 0, table: str = "") -> Breaks:
    """A row that no statement would have written into the catalog."""

    def write(path: Path) -> None:
        _good(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            row = (kind, name, table or name, root, sql)
            connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)

    return write


def _scrambled(path: Path) -> None:
    _good(path, "CREATE TABLE big (a)", "INSERT INTO big VALUES (zeroblob(20000))")
    content = bytearray(path.read_bytes())
    content[100:4000] = random.Random(1).randbytes(3900)  # noqa: S311 - always the same noise
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _yoyo(migration: str, digest: str) -> Breaks:
    return _with(
        "CREATE TABLE _yoyo_migration (migration_hash, migration_id, applied_at_utc)",
        f"INSERT INTO _yoyo_migration VALUES ({literal(digest)}, {literal(migration)}, 'never')",
        "CREATE TABLE _yoyo_version (version, installed_at_utc)",
        "INSERT INTO _yoyo_version VALUES ('two', '\x1b[31m')",
    )


BROKEN: Mapping[str, Breaks] = {
    "text": _content(b"SQLite is not this\n" * 100),
    "empty": _content(b""),
    "one_byte": _content(b"S"),
    "magic_only": _content(b"SQLite format 3\0"),
    "encrypted": _content(random.Random(2).randbytes(16384)),  # noqa: S311 - always the same noise
    "zeros": _content(bytes(8192)),
    "html": _content(b"<canary-x onload=canary()>" * 500),
    "cut_short": _cut(0.3),
    "cut_off": _cut(0.9),
    "scrambled": _scrambled,
    "folder": _folder,
    "pipe": _pipe,
    "circle": _circle,
    "broken_sql": _catalog("table", "x", "CREATE TABLE x (", 2),
    "no_sql": _catalog("table", "x", None, 2),
    "other_sql": _catalog("table", "x", "DROP TABLE canary", 2),
    "two_statements": _catalog("view", "x", "CREATE VIEW x AS SELECT 1; DROP TABLE canary"),
    "unknown_kind": _catalog("\x1b[31mkind", "x", "CREATE TABLE x (a)", 2),
    "far_page": _catalog("table", "x", "CREATE TABLE x (a)", 999_999),
    "same_page": _catalog("table", "x", "CREATE TABLE x (a)", 2),
    "no_table": _catalog("index", "x", "CREATE INDEX x ON nobody (a)", 2, "nobody"),
    "orphan_trigger": _catalog("trigger", "x", "CREATE TRIGGER x AFTER INSERT ON nobody BEGIN SELECT 1; END", 0, "no"),
    "long_sql": _catalog("view", "x", "CREATE VIEW x AS SELECT " + "1+" * 200_000 + "1"),
    "deep_sql": _catalog("view", "x", "CREATE VIEW x AS SELECT " + "(" * 5000 + "1" + ")" * 5000),
    "circular_view": _with("CREATE VIEW a AS SELECT 1 AS x", "CREATE VIEW b AS SELECT * FROM a"),
    "missing_function": _with("CREATE VIEW v AS SELECT nobody(1) AS x"),
    "missing_module": _catalog("table", "x", "CREATE VIRTUAL TABLE x USING nobody(a)"),
    "attached": _catalog("table", "x", "ATTACH DATABASE '../pwned.db' AS p", 2),
    "comments": _with("CREATE TABLE x (a /* --> <canary-x> \x1b[31m */ INTEGER -- '; DROP TABLE canary\n)"),
    "defaults": _with("CREATE TABLE x (a DEFAULT ('\x1b[31m' || char(0)), b DEFAULT \"canary\")"),
    "yoyo_steering": _yoyo("\x1b[2J::error::\n::error::canary", "\x1b[31m"),
    "yoyo_up": _yoyo("../../canary", "x"),
    "yoyo_quotes": _yoyo("0001.first'; DROP TABLE canary; --", "x"),
    "yoyo_wrong_table": _with("CREATE TABLE _yoyo_migration (a)", "CREATE TABLE yoyo_lock (a)"),
    "yoyo_lock": _with(
        "CREATE TABLE yoyo_lock (locked, ctime, pid)",
        "INSERT INTO yoyo_lock VALUES (1, 'never', '\x1b[31m::error::'), (1, '', NULL), (1, '', 99999999999999999999)",
    ),
    "yoyo_view": _with("CREATE VIEW _yoyo_migration AS SELECT 1 AS migration_id, 2 AS migration_hash"),
    "our_words": _with('CREATE TABLE "_qsys_guard" (a)', 'CREATE TABLE "_qsys_new_canary" (a)'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_database_that_is_broken(stage: Stage, name: str) -> None:
    """Every command that reads it, and those that would write."""
    BROKEN[name](stage.root / "other.db")
    for command in _asking():
        stage.run(command, "--database", URL)
    stage.run("status", "--database", URL, "--format", "json")
    stage.run("diff", "--database", URL, terminal=True)


def _asking() -> list[str]:
    return [name for name in ("status", "diff", "pull", "generate", "apply", "rollback") if name in commands()]


CATALOGS = ("table", "column", "index", "view", "trigger", "check", "default", "type")


@pytest.mark.parametrize("kind", CATALOGS)
def test_a_database_with_such_names_in_it(stage: Stage, kind: str) -> None:
    """A word is in a catalog that holds nothing else: it is pulled as it is, or left with evidence."""
    words = list(WORDS.values())
    _adopt(stage, kind, words[CATALOGS.index(kind) :: len(CATALOGS)])


@pytest.mark.soak
@pytest.mark.parametrize("kind", CATALOGS)
def test_a_database_with_any_such_name_in_it(stage: Stage, kind: str) -> None:
    """The same with every word."""
    _adopt(stage, kind, list(WORDS.values())[::NTH])


def _adopt(stage: Stage, kind: str, words: list[str]) -> None:
    refused = 0
    for number, word in enumerate(words):
        path = stage.root / "other.db"
        path.unlink(missing_ok=True)
        if not _say(path, kind, word):
            continue
        folder, shape = f"pulled{number}", ("--format", "json") if number % 2 else ()
        done = stage.run("pull", "--database", URL, "--schema", folder, *shape)
        refused += done.code
        if not done.code:
            same = stage.run("diff", "--database", URL, "--schema", folder, only=(0,))
            assert "nothing to do" in same.stdout
        if number % 5 == 0:
            for arguments in readers("0001.first")[number % 3 :: 4]:
                stage.run(*arguments, "--schema", "schema" if done.code else folder)
            stage.run("status", "--database", URL, terminal=True)
    assert kind == "type" or refused < len(words) / 3, "names that are none are few"


def _say(path: Path, kind: str, word: str) -> bool:
    """Make a database that has the word for a name or a text; whether SQLite takes it."""
    name, text = ident(word), literal(word)
    statements = {
        "table": (f"CREATE TABLE {name} (a INTEGER PRIMARY KEY)",),
        "column": (f"CREATE TABLE t (a INTEGER PRIMARY KEY, {name} TEXT)",),
        "index": ("CREATE TABLE t (a)", f"CREATE INDEX {name} ON t (a)"),
        "view": (f"CREATE VIEW {name} AS SELECT 1 AS a",),
        "trigger": ("CREATE TABLE t (a)", f"CREATE TRIGGER {name} AFTER INSERT ON t BEGIN SELECT 1; END"),
        "check": (f"CREATE TABLE t (a TEXT CONSTRAINT {name} CHECK (a <> {text}))",),
        "default": (f"CREATE TABLE t (a TEXT DEFAULT {text})",),
        "type": (f"CREATE TABLE t (a {name})",),
    }[kind]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            for statement in statements:
                connection.execute(statement)
        except (sqlite3.Error, ValueError):
            return False
    return True
