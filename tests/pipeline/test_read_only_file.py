"""A SQLite file that may only be looked at, by a user who may not even write beside it."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import qsys_schema
from tests.command import Command, Finished
from tests.pipeline.desk import Desk

STATUS = ("status", "--exit-code", "--database", "sqlite:///desk.db")
DIFF = ("diff", "--exit-code", "--database", "sqlite:///desk.db")
NOBODY = 65534


@pytest.fixture
def desk() -> Generator[Desk]:
    """A project with one applied migration, in a folder that everybody may read and nobody else may write."""
    if not hasattr(os, "fork"):
        pytest.skip("users who may only read are those of POSIX")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        for name in ("project", "home"):
            (root / name).mkdir()
        made = Desk(
            command=Command(folder=root / "project", private=root / "home"), dialect="sqlite", url="sqlite:///desk.db"
        )
        made.write("qsys-schema.toml", 'dialects = ["sqlite"]\n')
        made.spec()
        made.generate("first")
        made.ok("apply", *made.database)
        # Whoever looks in a moment may not read where Python lies: it is imported now.
        for module in pkgutil.walk_packages(qsys_schema.__path__, "qsys_schema."):
            if not module.name.endswith(("__main__", "pytest_plugin")) and ".repositories." not in module.name:
                importlib.import_module(module.name)
        for arguments in (STATUS, DIFF):
            made.run(*arguments)
        made.sql("CREATE TABLE stray (a)")
        made.run(*STATUS)
        made.sql("DROP TABLE stray")
        yield made
        (root / "project").chmod(0o755)


def looked(desk: Desk, *arguments: str) -> Finished:
    """What a user gets who may only read: another process, which gives up its rights where it has them."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            desk.root.chmod(0o555)
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            done = desk.run(*arguments)
            os.write(into, json.dumps([done.code, done.stdout, done.stderr]).encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as stream:
        content = stream.read()
    os.waitpid(child, 0)
    desk.root.chmod(0o755)
    code, stdout, stderr = json.loads(content)
    assert "nobody foresaw" not in stderr
    return Finished(code=code, stdout=stdout, stderr=stderr)


def write_ahead(desk: Desk) -> None:
    """Let writers keep a log from now on."""
    with closing(sqlite3.connect(desk.root / "desk.db")) as connection:
        connection.execute("PRAGMA journal_mode = wal")


@pytest.mark.parametrize("wal", [False, True], ids=["journal", "wal"])
def test_it_is_read_where_nothing_may_be_written(desk: Desk, wal: bool) -> None:
    """With a log of writers and without one; nothing is left behind."""
    if wal:
        write_ahead(desk)
    before = sorted(path.name for path in desk.root.iterdir())
    assert looked(desk, *STATUS).code == 0
    assert looked(desk, *DIFF).code == 0
    desk.sql("ALTER TABLE jobs ADD COLUMN hotfix TEXT")
    done = looked(desk, *STATUS)
    assert done.code == 3
    assert "add column jobs.hotfix" in done.stdout
    assert sorted(path.name for path in desk.root.iterdir()) == before


def test_it_is_read_while_somebody_writes(desk: Desk) -> None:
    """What is only in the log counts too, and a transaction that goes on does not."""
    write_ahead(desk)
    with closing(sqlite3.connect(desk.root / "desk.db", isolation_level=None)) as writer:
        writer.execute("ALTER TABLE jobs ADD COLUMN hotfix TEXT")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE half (a)")
        done = looked(desk, *STATUS)
    assert done.code == 3
    assert "add column jobs.hotfix" in done.stdout
    assert "half" not in done.stdout


def test_a_log_that_may_not_be_read_is_named(desk: Desk) -> None:
    """A part of the database is in it: what is in the file alone is not taken for all."""
    write_ahead(desk)
    with ExitStack() as stack:
        writer = stack.enter_context(closing(sqlite3.connect(desk.root / "desk.db")))
        writer.execute("ALTER TABLE jobs ADD COLUMN hotfix TEXT")
        writer.commit()
        for name in ("desk.db-shm", "desk.db-wal"):
            (desk.root / name).chmod(0)
        done = looked(desk, *STATUS)
    assert done.code == 1
    assert "desk.db-wal" in done.stderr


def test_a_file_that_may_not_be_read_is_named(desk: Desk) -> None:
    """By the operating system's own words."""
    (desk.root / "desk.db").chmod(0)
    done = looked(desk, *STATUS)
    assert done.code == 1
    assert "unable to open database file" in done.stderr
