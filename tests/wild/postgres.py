"""Adopts a PostgreSQL database that other programs made, changes ten things, migrates, rolls back, and compares.

The database of the URL is only copied, by ``CREATE DATABASE ... TEMPLATE``: nobody may be connected to it meanwhile.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import sql

from qsys_schema.dialects.postgres.tokens import settled
from qsys_schema.spec.paper import text_of
from qsys_schema.spec.read import read
from tests.command import Command, Finished
from tests.postgres import url_for
from tests.wild.wishes import ten_wishes
from tests.wild.wrong import WentWrongError, expect, words

_NOT_THEIRS = re.compile(r'"?(?:_yoyo|yoyo_|_qsys)')
_HEADER = re.compile(r"^-- (?:Data for )?Name: (?P<name>.*?); Type: (?P<kind>[^;]+); Schema: .*$", re.MULTILINE)


def adopt_and_change(url: str, folder: Path) -> str:
    """The whole way for one database; what was refused, or how much it was. Raises WentWrongError."""
    with _copied(url) as database:
        return _adopt_and_change(database, folder)


def _adopt_and_change(url: str, folder: Path) -> str:
    run = Command(folder=folder, private=folder)
    database = ("--database", url)
    pulled = run("pull", "--baseline", *database)
    if pulled.code:
        return "refused to pull: " + words(pulled)
    expect(run("diff", "--exit-code", *database), "what was pulled is not what is there")
    expect(run("check", *database), "pulled, the check does not hold")
    start, rows = catalog(url), _rows(url)
    with _empty(url) as other:
        expect(run("apply", "--database", other), "the baseline makes no new database")
        _require_same(start, catalog(other), "the baseline makes another catalog")
    texts = {path: read(path.read_text(encoding="utf-8")).document for path in sorted((folder / "schema").iterdir())}
    documents = {path: document for path, document in texts.items() if document}
    done = ten_wishes(list(documents.values()), urlsplit(url).path)
    for path, document in documents.items():
        if "table" in document:
            path.write_text(text_of(document), encoding="utf-8")
    made = _generate(run, database)
    if made.code:
        return f"refused to generate: {words(made)} {done}"
    expect(run("apply", *database), f"it does not apply {done}")
    expect(run("diff", "--exit-code", *database), f"applied, something is left to do {done}")
    expect(run("check", *database), f"the check does not hold {done}")
    _require_rows(rows, _rows(url), done, exact=False)
    expect(run("rollback", "--to", "0001.baseline", *database), f"it does not roll back {done}")
    _require_rows(rows, _rows(url), done, exact=True)
    _require_same(start, catalog(url), f"rolled back, the catalog is another {done}")
    tables = sum("table" in document for document in documents.values())
    more = len(documents) - tables
    files = len(list((folder / "migrations" / "postgres").glob("*.sql"))) // 2 - 1
    count = sum(found.total() for found in rows.values())
    return f"ok, {tables} tables, {more} views, functions and types, {count} rows, {files} migrations"


@contextmanager
def _copied(url: str) -> Iterator[str]:
    name = urlsplit(url).path.lstrip("/")
    copy = f"{name}_qsys_wild"[-63:]
    admin = psycopg.connect(_plain(url_for(url, "postgres")), autocommit=True)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    admin.execute(drop)
    admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(name)))
    try:
        yield url_for(url, copy)
    finally:
        admin.execute(drop)
        admin.close()


@contextmanager
def _empty(url: str) -> Iterator[str]:
    """A new database with nothing but the extensions and the schema of the other one."""
    name = f"{urlsplit(url).path.lstrip('/')}_new"[-63:]
    admin = psycopg.connect(_plain(url_for(url, "postgres")), autocommit=True)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    admin.execute(drop)
    admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        with psycopg.connect(_plain(url)) as there, psycopg.connect(_plain(url_for(url, name))) as here:
            extensions = there.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'").fetchall()
            if _schema(url) != "public":
                here.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(_schema(url))))
            for (extension,) in extensions:
                here.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} CASCADE").format(sql.Identifier(extension)))
        yield url_for(url, name)
    finally:
        admin.execute(drop)
        admin.close()


def _plain(url: str) -> str:
    """The URL without what libpq does not know."""
    return re.sub(r"[?&]schema=[^&]*", "", url)


def _schema(url: str) -> str:
    return dict(parse_qsl(urlsplit(url).query)).get("schema", "public")


def catalog(url: str) -> dict[str, str]:
    """What ``pg_dump`` says of each object, by kind and name; the lines of a table in the order of the alphabet."""
    program = shutil.which("pg_dump") or "pg_dump"
    done = subprocess.run(
        [program, "--schema-only", "--no-owner", f"--schema={_schema(url)}", f"--dbname={_plain(url)}"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        raise WentWrongError(f"pg_dump: {done.stderr}")
    found: dict[str, str] = {}
    headers = list(_HEADER.finditer(done.stdout))
    ends = [header.start() for header in headers[1:]] + [len(done.stdout)]
    for header, end in zip(headers, ends, strict=True):
        name, kind = header["name"], header["kind"]
        if _NOT_THEIRS.match(name.partition(" ")[2] or name) or _NOT_THEIRS.match(name):
            continue
        lines = [line for line in done.stdout[header.end() : end].splitlines() if line and not line.startswith("--")]
        lines = [line for line in lines if not line.startswith(("SET ", "SELECT pg_catalog", "\\"))]
        if kind in {"TABLE", "TYPE"} and not any("AS ENUM" in line for line in lines):
            lines = sorted(line.rstrip(",") for line in lines)
        # The server prints a list that a varchar is looked up in otherwise once it has read that again.
        found[f"{kind} {name}"] = settled("\n".join(lines))
    return found


def _require_same(before: dict[str, str], after: dict[str, str], what: str) -> None:
    if before != after:
        raise WentWrongError(f"{what}: {_differing(before, after)}")


def _differing(before: dict[str, str], after: dict[str, str]) -> str:
    found = [
        f"{name}: {before.get(name)} became {after.get(name)}"
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]
    return "; ".join(found)[:1500]


def _generate(run: Command, database: tuple[str, str]) -> Finished:
    """Write the migrations, with every question answered by its last option: what is lost is meant to be."""
    options: list[str] = []
    while True:
        done = run("generate", "ten_changes", *options, *database, "--format", "json")
        if done.code != 4:
            return done
        for decision in json.loads(done.stdout)["decisions"]:
            options += shlex.split(decision["options"][-1])


def _rows(url: str) -> dict[str, Counter[Any]]:
    """All rows of every table, as the server prints them, by column name."""
    with psycopg.connect(_plain(url)) as connection:
        found = connection.execute(
            "SELECT c.relname, c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attname) "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 "
            "AND NOT a.attisdropped GROUP BY 1, 2",
            (_schema(url),),
        ).fetchall()
        return {
            name: Counter(
                connection.execute(
                    sql.SQL(f"SELECT {', '.join(f'{column}::text' for column in columns)} FROM {table}")
                ).fetchall()
            )
            for name, table, columns in found
            if not _NOT_THEIRS.match(name)
        }


def _require_rows(
    before: dict[str, Counter[Any]], after: dict[str, Counter[Any]], done: list[str], *, exact: bool
) -> None:
    """No row was lost; rolled back, every one is as it was but for a column that was dropped."""
    dropped = {line.partition(": column dropped")[0] for line in done if ": column dropped" in line}
    for name, rows in before.items():
        found = after.get(name, Counter())
        if found.total() != rows.total():
            raise WentWrongError(f"{name} had {rows.total()} rows and has {found.total()} {done}")
        if exact and name not in dropped and found != rows:
            raise WentWrongError(f"rows of {name} did not come back as they were {done}")
