"""The same on PostgreSQL, where one text could be several statements, and a comment may hold anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.hostile.journey import readers
from tests.hostile.places import Spec, files_of, ident, literal, table
from tests.hostile.stage import Stage
from tests.hostile.words import LONGEST_NAME, WORDS, is_name
from tests.postgres import Postgres

_CANARY = {"table": "canary", "columns": {"id": {"type": "integer", "primary_key": True}, "note": {"type": "text"}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStage(Stage):
    """A stage whose canary lives on a server."""

    server: Postgres

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the server."""
        return self.server.rows(query.replace("sqlite_master", "(SELECT relname AS name FROM pg_class) AS c"))

    def ids(self) -> list[str]:
        """The migrations on disk."""
        names = sorted(path.name for path in (self.root / "migrations" / "postgres").glob("*.sql"))
        return [name.removesuffix(".sql") for name in names if not name.endswith(".rollback.sql")]


@pytest.fixture
def served(postgres: Postgres, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> ServerStage:
    """A project whose canary is on the server, made by hand."""
    postgres.run("CREATE TABLE canary (id bigint PRIMARY KEY, note text NOT NULL)")
    postgres.run("INSERT INTO canary VALUES (1, 'alive')")
    parent = tmp_path / "parent"
    (parent / "project").mkdir(parents=True)
    (parent / "outside.txt").write_text("outside", encoding="utf-8")
    stage = ServerStage(
        root=parent / "project",
        home=tmp_path_factory.mktemp("home"),
        environment={"QSYS_DATABASE_URL": postgres.url, "QSYS_SCRATCH_POSTGRES_URL": postgres.url},
        server=postgres,
    )
    stage.put({"qsys-schema.toml": b'dialects = ["postgres"]\nrepositories = "code"\n'} | files_of(canary=_CANARY))
    return stage


def _partitioned(**more: Any) -> Spec:
    return {"table": "victim", "columns": {"id": {"type": "integer"}}, "options": {"postgres": {"partition_by": more}}}


def _query(**more: Any) -> Spec:
    return table(queries={"find": {"returns": "many", "sql": "SELECT id FROM victim ORDER BY id", **more}})


PLACES: Mapping[str, Callable[[str], Spec]] = {
    "type": lambda text: table(columns={"said": {"native": {"postgres": f"text{text}"}}}),
    "collation": lambda text: table(columns={"said": {"type": "text", "collate": {"postgres": f'"C"{text}'}}}),
    "operators": lambda text: table(
        indexes=[{"columns": [{"column": "note", "opclass": {"postgres": f"text_ops{text}"}}]}]
    ),
    "method": lambda text: table(indexes=[{"columns": ["note"], "using": {"postgres": f"btree (note{text}"}}]),
    "storage": lambda text: table(indexes=[{"columns": ["note"], "with": {"postgres": {"fillfactor": f"70{text}"}}}]),
    "tablespace": lambda text: table(indexes=[{"columns": ["note"], "tablespace": {"postgres": f"pg_default{text}"}}]),
    "exclusion": lambda text: table(
        exclusions=[{"name": "apart", "sql": {"postgres": f"USING btree (size WITH ={text}"}}]
    ),
    "bounds": lambda text: _partitioned(list=["id"], partitions=[{"name": "one", "values": f"IN (1{text}"}]),
    "partition_key": lambda text: _partitioned(list=[{"expression": f"id{text}"}], partitions=[]),
    "default": lambda text: table(columns={"said": {"type": "text", "default": {"expression": f"('a'{text}"}}}),
    "backfill": lambda text: {
        "table": "canary",
        "columns": _CANARY["columns"] | {"said": {"type": "text", "backfill": {"expression": f"('a'{text}"}}},  # type: ignore[operator]
    },
    "check": lambda text: table(checks=[{"expression": f"(size > 0{text}"}]),
    "where": lambda text: table(indexes=[{"columns": ["note"], "where": f"(size > 0{text}"}]),
    "expression": lambda text: table(indexes=[{"expressions": [f"lower(note){text}"]}]),
    "generated": lambda text: table(columns={"said": {"type": "text", "stored": True, "generated": f"(note{text}"}}),
    "trigger": lambda text: table(
        triggers=[
            {"name": "t", "only": ["postgres"], "sql": f"CREATE TRIGGER t AFTER INSERT ON victim EXECUTE f({text}"}
        ]
    ),
    "view": lambda text: {"view": "victim", "sql": f"CREATE VIEW victim AS SELECT (1{text}"},
    "function": lambda text: {
        "function": "f",
        "sql": {"postgres": f"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS ('SELECT 1'{text}"},
    },
    "domain": lambda text: {"type": "d", "sql": {"postgres": f"CREATE DOMAIN d AS text CHECK (true{text}"}},
    "query": lambda text: _query(sql=f"SELECT id FROM victim WHERE (id = 1{text}"),
    "order": lambda text: _query(sql="SELECT id FROM victim ORDER BY :order_by", order_by={"by": f"(id{text}"}),
}
"""Where SQL of somebody's own is put into a statement; each text closes one parenthesis."""

ESCAPES = (
    "); COMMIT; DROP TABLE public.canary; BEGIN; SELECT (1)",
    ");COMMIT;DROP TABLE public.canary;CREATE TABLE public.pwned (a int);--",
    "))); ROLLBACK; DROP TABLE public.canary; --",
)


@pytest.mark.parametrize("place", PLACES)
def test_no_text_is_a_second_statement(served: ServerStage, place: str) -> None:
    """Not of the schema that the specs are tried in, and not in a scratch copy: nothing reaches what is there."""
    for number, text in enumerate(ESCAPES):
        spec = PLACES[place](text)
        served.put(files_of(**{"canary" if place == "backfill" else "victim": spec}))
        served.run("diff", *(("--format", "json") if number % 2 else ()))
        served.run("generate", only=(1,) if place not in {"query", "order"} else (0, 1))
        if place in {"query", "order"}:
            for command in ("check", "lint", "codegen"):
                served.run(command, only=(1, 3))
    assert served.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE '\\_qsys%'") == []


def test_whole_statements_that_are_something_else(served: ServerStage) -> None:
    """What stands for a view, a function or a trigger and is none."""
    for sql in (
        "COMMIT",
        "ROLLBACK",
        "DROP TABLE canary",
        "DROP TABLE public.canary",
        "DO $$BEGIN DROP TABLE canary; END$$",
    ):
        for spec in (
            {"view": "v", "sql": sql},
            {"function": "f", "sql": {"postgres": sql}},
            {"type": "d", "sql": {"postgres": sql}},
            table(triggers=[{"name": "t", "only": ["postgres"], "sql": sql}]),
        ):
            served.put(files_of(victim=spec))
            served.run("diff", only=(1,))
            served.run("generate", only=(1,))
            assert served.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE '\\_qsys%'") == []


@pytest.mark.soak
def test_a_database_with_such_names_and_comments_in_it(served: ServerStage) -> None:
    """All of them at once: what is pulled is what is there, and everything that is made of it says it harmlessly."""
    names = [text for text in WORDS.values() if is_name(text) and not text.casefold().startswith("pg_")]
    for number, name in enumerate(names):
        comment = [*WORDS.values()][-number].replace("\0", "")
        served.server.run(
            f"CREATE TABLE {ident(name)} (id bigint PRIMARY KEY, {ident(name)} text DEFAULT {literal(name)}, "
            f"CONSTRAINT {ident(name[:20] + ' c')} CHECK ({ident(name)} <> {literal(name)}))",
            f"COMMENT ON TABLE {ident(name)} IS {literal(comment)}",
            f"COMMENT ON COLUMN {ident(name)}.{ident(name)} IS {literal(name)}",
        )
    served.run("pull", only=(0,))
    assert "nothing to do" in served.run("diff", only=(0,)).stdout
    _name_classes(served)
    for arguments in readers("0001.x"):
        served.run(*arguments)
    alone = replace(served, environment={"QSYS_SCRATCH_POSTGRES_URL": served.server.url})
    alone.run("generate", "adopted", only=(0,))
    alone.run("check", only=(0,))


_CLASS = re.compile(r"(?P<file>\S+):(?P<line>\d+): .* would have the type .*, and so has .*, \S+:\d+")


def _name_classes(served: ServerStage) -> None:
    """Write what is said to be written, until no two of the tables want the same class."""
    while (done := served.run("codegen", "--format", "json")).code:
        said = json.loads(done.stdout)
        found = _CLASS.fullmatch(said["error"])
        assert found is not None, said
        path = served.root / found["file"]
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        assert not any(line.startswith("entity: ") for line in lines), said
        (example,) = re.findall(r"such as (\w+)", said["hint"].partition("; or ")[0])
        lines.insert(int(found["line"]), f"entity: {example}\n")
        path.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("word", ["newline", "escape_string", "red", "github", "tab", "delete"])
def test_a_name_that_no_spec_may_have(served: ServerStage, word: str) -> None:
    """PostgreSQL takes line ends in names: they are named, and nothing is written."""
    name = WORDS[word][:LONGEST_NAME]
    try:
        served.server.run(f"CREATE TABLE {ident(name)} (id bigint PRIMARY KEY)")
    except psycopg.Error:
        return
    done = served.run("pull", only=(0,) if is_name(name) else (1,))
    served.run("status", terminal=True)
    served.run("diff", "--format", "markdown")
    assert done.code == 0 or sorted(path.name for path in (served.root / "schema").iterdir()) == ["canary.yaml"]
