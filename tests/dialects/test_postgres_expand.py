"""A type changed by way of a second column: which values come through, what is refused, and what is left half-way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qsys_schema.dialects.postgres.swap import batched, filled_table
from qsys_schema.dialects.postgres.tokens import with_name
from qsys_schema.errors import ImpossibleChange, QsysSchemaError, UsageError
from qsys_schema.history.write import seal
from qsys_schema.model.change import AlterColumn
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column
from qsys_schema.model.types import Native
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import Generated, generate, preview
from qsys_schema.pipeline.history import apply, roll_back
from qsys_schema.pipeline.project import Project
from tests.pipeline.test_postgres_pull import adopted, project_of
from tests.postgres import Postgres

ID = "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n"


def _write(folder: Path, text: str, name: str = "jobs") -> None:
    (folder / "schema").mkdir(exist_ok=True)
    (folder / "schema" / f"{name}.yaml").write_text(text, encoding="utf-8")


def _apply(project: Project, to: str = "") -> tuple[str, ...]:
    return apply(project, to, lambda _: None)


def _made(project: Project, text: str, folder: Path, answers: Answers | None = None, name: str = "make") -> Generated:
    _write(folder, text)
    return generate(project, name, answers or Answers())


CONVERSIONS: dict[str, tuple[str, str, str, str]] = {
    # Before, after, rows of n as they are written, and as they are afterwards.
    "integer_to_text": ("{type: integer}", "{type: text}", "1, -2", "1,-2"),
    "text_to_integer": ("{type: text, default: '7'}", "{type: integer, default: 7}", "' 12 ', '-3'", "12,-3"),
    "text_to_uuid": (
        "{type: text}",
        "{type: uuid}",
        "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    ),
    "text_to_jsonb": ("{type: text, nullable: true}", "{type: json, nullable: true}", "'[1,2]', NULL", "[1, 2],"),
    "json_to_jsonb": ("{native: {postgres: json}}", "{type: json}", """'{"b":1,"a":2}'""", '{"a": 2, "b": 1}'),
    "jsonb_to_json": ("{type: json}", "{native: {postgres: json}}", "'[1,2]'", "[1, 2]"),
    "boolean_to_integer": ("{type: boolean}", "{type: integer, bits: 32}", "true, false", "1,0"),
    "text_to_boolean": ("{type: text}", "{type: boolean}", "'yes', 'off'", "true,false"),
    "text_made_shorter": ("{type: text}", "{type: text, length: 3}", "'abc', 'ab    '", "abc,ab "),
    "real_to_double": ("{native: {postgres: real}}", "{type: float}", "1.5, 'NaN'", "1.5,NaN"),
    "timestamp_to_date": ("{type: timestamp}", "{type: date}", "'2024-02-29 23:59'", "2024-02-29"),
    "collation": ("{type: text}", "{type: text, collate: {postgres: '\"C\"'}}", "'b', 'A'", "b,A"),
    "list_made_narrower": (
        "{native: {postgres: 'text[]'}}",
        "{native: {postgres: 'character varying(2)[]'}}",
        "'{a,bc}'",
        "{a,bc}",
    ),
    "list_of_integers": ("{native: {postgres: 'integer[]'}}", "{native: {postgres: 'bigint[]'}}", "'{1,2}'", "{1,2}"),
    "integer_to_numeric": ("{type: integer}", "{type: decimal, precision: 20, scale: 2}", "5", "5.00"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVERSIONS)
def test_values_come_through_as_a_change_of_type_would_bring_them(
    postgres: Postgres, tmp_path: Path, name: str
) -> None:
    """What is there and what is written meanwhile; there, back and there again. Nothing of the tool's is left."""
    before, after, rows, wanted = CONVERSIONS[name]
    project = project_of(postgres.url, tmp_path)
    _made(project, f"{ID}  n: {before}\n", tmp_path)
    _apply(project)
    postgres.run("CREATE TEMPORARY TABLE given (place serial, n text)")
    values = [f"INSERT INTO jobs (id, n) VALUES ({number}, {one})" for number, one in enumerate(_split(rows))]
    postgres.run(*values)
    made = _made(
        project, f"{ID}  n: {after}\n", tmp_path, Answers(expand=["jobs.n"], allow=["change-type:jobs.n"]), "expand"
    )
    first = made.migrations[0].id
    _apply(project, first)
    postgres.run(*(one.replace("VALUES (", "VALUES (100 + ") for one in values))
    _apply(project)
    texts = [str(value) for (value,) in postgres.rows("SELECT COALESCE(n::text, '') FROM jobs ORDER BY id")]
    assert texts == [*_wanted(wanted, len(values)), *_wanted(wanted, len(values))]
    assert preview(project, Answers()).in_sync
    assert generate(project, "again", Answers(expand=["jobs.n"])).migrations == ()
    assert _leftovers(postgres) == []
    roll_back(project, "", len(made.migrations), lambda _: None)
    assert _leftovers(postgres) == []
    _apply(project)
    assert [str(one) for (one,) in postgres.rows("SELECT COALESCE(n::text, '') FROM jobs ORDER BY id")] == texts


def _split(rows: str) -> list[str]:
    return [rows] if rows.startswith("'{") else rows.split(", ")


def _wanted(text: str, count: int) -> list[str]:
    return [text] if count == 1 else ["[1, 2]", ""] if text == "[1, 2]," else text.split(",")


def _leftovers(postgres: Postgres) -> list[tuple[str]]:
    return postgres.rows(
        "SELECT relname FROM pg_class WHERE relname LIKE '\\_qsys\\_new%' UNION ALL "
        "SELECT attname FROM pg_attribute WHERE attname LIKE '\\_qsys\\_%' AND attrelid = 'jobs'::regclass UNION ALL "
        "SELECT proname FROM pg_proc WHERE proname LIKE '\\_qsys\\_%' UNION ALL "
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE '\\_qsys\\_%' UNION ALL "
        "SELECT conname FROM pg_constraint WHERE conname LIKE '\\_qsys\\_%' AND conrelid = 'jobs'::regclass"
    )


PLAIN = "CREATE TABLE jobs (id int PRIMARY KEY, n int NOT NULL, m int NOT NULL);"
PARTITION = "CREATE TABLE jobs_0 PARTITION OF jobs FOR VALUES WITH (MODULUS 1, REMAINDER 0)"
FUNCTION = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"

IN_THE_WAY: dict[str, tuple[str, str]] = {
    "the primary key": ("CREATE TABLE jobs (id int, n int, PRIMARY KEY (id, n))", "part of the primary key"),
    "its foreign key": (
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE jobs (id int PRIMARY KEY, n int NOT NULL REFERENCES a)",
        "part of foreign key jobs_n_fkey",
    ),
    "a foreign key to it": (
        f"{PLAIN} ALTER TABLE jobs ADD UNIQUE (n); CREATE TABLE a (id int PRIMARY KEY, n int REFERENCES jobs (n))",
        "foreign key a_n_fkey of a refers to it",
    ),
    "a computed column": (
        "CREATE TABLE jobs (id int PRIMARY KEY, n int NOT NULL, m int GENERATED ALWAYS AS (n + 1) STORED)",
        "column m is computed from it",
    ),
    "a view": (f"{PLAIN} CREATE VIEW v AS SELECT n FROM jobs", "view v reads it"),
    "a policy": (f"{PLAIN} CREATE POLICY p ON jobs USING (m > 0)", "row-level security"),
    "a partitioned table": (
        f"CREATE TABLE jobs (id int NOT NULL, n int) PARTITION BY HASH (id); {PARTITION}",
        "the table is partitioned",
    ),
    "its own numbers": (
        "CREATE TABLE jobs (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY)",
        "numbered by a sequence of its own",
    ),
    "a trigger on updates": (
        f"{PLAIN} {FUNCTION} CREATE TRIGGER t AFTER UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger t would run for every row",
    ),
    "a trigger before inserts": (
        f"{PLAIN} {FUNCTION} CREATE TRIGGER t BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger t may change what is written",
    ),
    "an exclusion constraint": (
        f"{PLAIN} ALTER TABLE jobs ADD CONSTRAINT x EXCLUDE USING btree (n WITH =)",
        "exclusion constraint x names it",
    ),
    "a rule": (f"{PLAIN} CREATE RULE r AS ON DELETE TO jobs DO INSTEAD NOTHING", "a rule of the table"),
    "statistics": (
        f"{PLAIN} CREATE STATISTICS s ON n, m FROM jobs",
        "it would lose what no spec speaks of: CREATE STAT",
    ),
    "a target of statistics": (f"{PLAIN} ALTER TABLE jobs ALTER n SET STATISTICS 500", "it would lose"),
    "a replica identity": (
        f"{PLAIN} CREATE UNIQUE INDEX u ON jobs (n); ALTER TABLE jobs REPLICA IDENTITY USING INDEX u",
        "it would lose what no spec speaks of: ALTER TABLE jobs REPLICA IDENTITY",
    ),
    "a privilege": (f"{PLAIN} GRANT SELECT (n) ON jobs TO PUBLIC", "a privilege is granted on it alone"),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_stands_in_the_way_is_named_and_the_plain_change_remains(
    postgres: Postgres, tmp_path: Path, what: str
) -> None:
    """A refusal says the column and the reason; nothing is written. Nobody is offered what would be refused."""
    statements, words = IN_THE_WAY[what]
    adopted(postgres, tmp_path, statements)
    spec = tmp_path / "schema" / "jobs.yaml"
    text = spec.read_text(encoding="utf-8")
    start = text.index('  "n":')
    changed = text[:start] + text[start:].replace("bits: 32", "bits: 64", 1)
    assert changed != text
    spec.write_text(changed, encoding="utf-8")
    for other in (tmp_path / "schema").glob("a.yaml"):
        # Both sides of a foreign key have one type.
        other.write_text(other.read_text(encoding="utf-8").replace("bits: 32", "bits: 64"), encoding="utf-8")
    project = project_of(postgres.url, tmp_path)
    with pytest.raises(ImpossibleChange) as caught:
        generate(project, "n", Answers(expand=["jobs.n"]))
    assert caught.value.what.startswith("--expand jobs.n: ")
    assert words in caught.value.what
    assert "without the option" in caught.value.hint
    assert not list((tmp_path / "migrations").glob("*/0002*"))
    try:
        shown = preview(project, Answers())
    except QsysSchemaError:
        return
    assert not [risk.reason for risk in shown.risks if "--expand" in risk.reason]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("{type: timestamp}", "{type: timestamp, timezone: true}", "depends on settings of the session"),
        ("{type: text}", "{type: date}", "depends on settings of the session"),
        ("{type: float}", "{type: text}", "depends on settings of the session"),
        ("{type: integer, nullable: true}", "{type: decimal, precision: 9, scale: 2}", "stops being nullable"),
    ],
)
def test_what_would_be_converted_otherwise_by_others_is_refused(
    postgres: Postgres, tmp_path: Path, before: str, after: str, words: str
) -> None:
    """A client has a time zone of its own; and NULL is filled in a migration of its own."""
    project = project_of(postgres.url, tmp_path)
    _made(project, f"{ID}  n: {before}\n", tmp_path)
    _apply(project)
    with pytest.raises(ImpossibleChange, match=words):
        _made(project, f"{ID}  n: {after}\n", tmp_path, Answers(expand=["jobs.n"], allow=["change-type:jobs.n"]))


def test_a_column_that_gets_no_new_type_cannot_be_split(postgres: Postgres, tmp_path: Path) -> None:
    """A typing error, a column that stays, one whose rows stay as they lie, and a plan for nobody who waits."""
    project = project_of(postgres.url, tmp_path)
    _made(
        project,
        f"{ID}  n: {{type: integer, bits: 32}}\n  t: {{type: text, length: 3}}\n  u: {{type: text}}\n",
        tmp_path,
    )
    _apply(project)
    after = f"{ID}  n: {{type: integer}}\n  t: {{type: text, length: 9}}\n  u: {{type: text, default: x}}\n"
    _write(tmp_path, after)
    for name, words in {
        "jobs.no": "no such column",
        "n": "no such column",
        "jobs.id": "does not get another type",
        "jobs.u": "its type stays",
        "jobs.t": "writes no row",
    }.items():
        with pytest.raises(UsageError, match=words) as caught:
            generate(project, "n", Answers(expand=[name]))
        assert f"--expand {name}" in caught.value.what
    with pytest.raises(UsageError, match="--offline"):
        preview(project.at_once(), Answers(expand=["jobs.n"]))
    (offer,) = [risk.reason for risk in preview(project, Answers()).risks if risk.code == "PG301"]
    assert offer.endswith("; --expand jobs.n splits it)")
    assert not [one for one in preview(project.at_once(), Answers()).risks if "--expand" in one.reason]


ODD = {"o'd\"d \\'t": 'a;b -- $$ "c" %s {x}', "select": "order", "x" * 63: "y" * 63}


@pytest.mark.slow
@pytest.mark.parametrize("table", ODD)
def test_names_of_any_kind_are_only_names(postgres: Postgres, tmp_path: Path, table: str) -> None:
    """Quotes, backslashes, key words, what ends a comment, and names as long as they may be."""
    import json

    column = ODD[table]
    text = (
        f"table: {json.dumps(table)}\ncolumns:\n  id: {{type: integer, primary_key: true}}\n"
        f"  {json.dumps(column)}: {{type: integer, bits: BITS, default: 1}}\n"
        f"indexes:\n  - columns: [{json.dumps(column)}]\n"
        f"unique:\n  - columns: [id, {json.dumps(column)}]\n"
    )
    project = project_of(postgres.url, tmp_path)
    _made(project, text.replace("BITS", "32"), tmp_path)
    _apply(project)
    quoted = '"' + table.replace('"', '""') + '"'
    postgres.run(f"INSERT INTO {quoted} SELECT n, n FROM generate_series(1, 5) AS n")
    made = _made(project, text.replace("BITS", "64"), tmp_path, Answers(expand=[f"{table}.{column}"]), "expand")
    _apply(project)
    assert preview(project, Answers()).in_sync
    assert postgres.value(f"SELECT sum({chr(34)}{column.replace(chr(34), chr(34) * 2)}{chr(34)}) FROM {quoted}") == 15
    roll_back(project, "", len(made.migrations), lambda _: None)


@pytest.mark.slow
def test_what_is_left_half_way_can_be_given_up(postgres: Postgres, tmp_path: Path) -> None:
    """Whoever deletes the migrations that are pending gets one that clears the tool's own things away."""
    project = project_of(postgres.url, tmp_path)
    text = f"{ID}  n: {{type: integer, bits: %s, default: 1}}\nindexes:\n  - columns: [n]\n"
    _made(project, text % 32, tmp_path)
    _apply(project)
    postgres.run("INSERT INTO jobs (id) SELECT generate_series(1, 10)")
    made = _made(project, text % 64, tmp_path, Answers(expand=["jobs.n"]), "expand")
    _apply(project, made.migrations[1].id)
    for one in made.migrations[2:]:
        (tmp_path / one.path).unlink(missing_ok=True)
        (tmp_path / one.rollback_path).unlink(missing_ok=True)
    seal(project.folder)
    _write(tmp_path, text % 32)
    given_up = generate(project, "give_up", Answers())
    assert len(given_up.migrations) > 0
    _apply(project)
    assert _leftovers(postgres) == []
    postgres.run("INSERT INTO jobs (id) VALUES (11)", "UPDATE jobs SET n = n + 1")
    assert preview(project, Answers()).in_sync


@pytest.mark.slow
def test_what_is_used_where_no_spec_looks_stops_the_first_migration(postgres: Postgres, tmp_path: Path) -> None:
    """A view of another schema is in no catalog that is read: the file itself looks for it."""
    project = project_of(postgres.url, tmp_path)
    _made(project, f"{ID}  n: {{type: integer, bits: 32}}\n", tmp_path)
    _apply(project)
    postgres.run("CREATE SCHEMA other", "CREATE VIEW other.v AS SELECT n FROM public.jobs")
    _made(project, f"{ID}  n: {{type: integer}}\n", tmp_path, Answers(expand=["jobs.n"]), "expand")
    with pytest.raises(QsysSchemaError, match=r"jobs\.n is used by rule _RETURN on view other\.v"):
        _apply(project)
    assert _leftovers(postgres) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("after", "bad", "words"),
    [("{type: integer}", "'x'", "invalid input syntax"), ("{type: text, length: 2}", "'abc'", "longer than 2")],
)
def test_a_value_that_does_not_fit_stops_before_anything_is_written(
    postgres: Postgres, tmp_path: Path, after: str, bad: str, words: str
) -> None:
    """The proof has only a sample: the first migration looks at all."""
    project = project_of(postgres.url, tmp_path)
    _made(project, f"{ID}  n: {{type: text}}\n", tmp_path)
    _apply(project)
    postgres.run("INSERT INTO jobs VALUES (1, '7')")
    _made(project, f"{ID}  n: {after}\n", tmp_path, Answers(expand=["jobs.n"]), "expand")
    postgres.run(f"INSERT INTO jobs VALUES (2, {bad})")
    with pytest.raises(QsysSchemaError, match=words):
        _apply(project)
    assert _leftovers(postgres) == []
    postgres.run("UPDATE jobs SET n = '8' WHERE id = 2")
    _apply(project)
    assert preview(project, Answers()).in_sync


@pytest.mark.slow
def test_two_columns_and_a_new_name_of_their_table(postgres: Postgres, tmp_path: Path) -> None:
    """One row of migrations follows on the other, and both on the renames; all goes back again."""
    project = project_of(postgres.url, tmp_path)
    columns = "  a: {type: integer, bits: BITS}\n  b: {type: integer, bits: BITS}\n"
    rest = "indexes:\n  - columns: [a]\n  - columns: [b]\nchecks:\n  - {name: ck_a, expression: 'a >= 0'}\n"
    _made(project, ID + columns.replace("BITS", "32") + rest, tmp_path)
    _apply(project)
    postgres.run("INSERT INTO jobs SELECT n, n, -n FROM generate_series(1, 9) AS n")
    (tmp_path / "schema" / "jobs.yaml").unlink()
    text = ID.replace("table: jobs", "table: work\nrenamed_from: jobs") + columns.replace("BITS", "64") + rest
    _write(tmp_path, text, "work")
    made = generate(project, "both", Answers(expand=["work.b", "work.a"]))
    _apply(project)
    assert preview(project, Answers()).in_sync
    assert postgres.rows("SELECT sum(a), sum(b), pg_typeof(min(a))::text FROM work") == [(45, -45, "bigint")]
    roll_back(project, "", len(made.migrations), lambda _: None)
    assert postgres.rows("SELECT sum(a), sum(b), pg_typeof(min(a))::text FROM jobs") == [(45, -45, "integer")]
    _apply(project)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abs(n)", 'abs("new")'),
        ('"n" > 3 AND n < n(4)', '"new" > 3 AND "new" < n(4)'),
        ("'n'::n || x.n", "'n'::n || x.n"),
        ("name COLLATE n", "name COLLATE n"),
        ("$n$ n $n$ || E'\\' n' || m", "$n$ n $n$ || E'\\' n' || m"),
    ],
)
def test_only_the_column_gets_another_name_in_a_text(text: str, wanted: str) -> None:
    """Not a type, a function, a collation, another table's column, or a word in quotes."""
    assert with_name(text, "n", "new") == wanted


def test_statements_that_only_look_like_ours_are_not_run_outside_a_transaction() -> None:
    """A scratch schema lets go of a transaction only for what it knows by heart."""
    column = Column(name="_qsys_new_n", type=Native(text="bigint"), nullable=True)
    filled = replace(column, backfill=Expr(text='"n"::text::bigint'))
    sql = batched(AlterColumn(table="jobs", before=column, after=filled)).sql
    assert filled_table(sql) == '"jobs"'
    assert filled_table(sql.replace("COMMIT;", "COMMIT; DROP TABLE x;", 1)) == ""
    assert filled_table(sql.replace('"n"::text::bigint', '"n"::text::bigint + f()')) == ""
    assert filled_table(sql.replace('UPDATE "jobs"', 'UPDATE "others"')) == ""
