"""A database that several projects share: what others own is invisible to every command, and never touched."""

from __future__ import annotations

import pytest

from tests.command import Command
from tests.pipeline.desk import DIALECTS, Desk

SHARED = (
    "CREATE TABLE auth_user (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL UNIQUE, extra TEXT)",
    "CREATE TABLE note (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES auth_user (id), body TEXT)",
    "CREATE TABLE auth_log (id INTEGER PRIMARY KEY, note_id INTEGER REFERENCES note (id))",
    "CREATE VIEW notes_of AS SELECT note.id, auth_user.name FROM note JOIN auth_user ON auth_user.id = note.user_id",
    "CREATE VIEW auth_readers AS SELECT body FROM note",
    "INSERT INTO auth_user VALUES (1, 'ann', 'x'), (2, 'bob', NULL)",
    "INSERT INTO note VALUES (10, 1, 'hi'), (11, 2, 'ho')",
    "INSERT INTO auth_log VALUES (100, 10)",
)


@pytest.fixture(params=DIALECTS)
def shared(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """A folder with settings only, and a database that others use too."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Desk(command=run_cli, dialect=request.param, url=url)
    made.write("qsys-schema.toml", f'dialects = ["{request.param}"]\nexclude = ["auth_*"]\n')
    made.sql(*SHARED)
    return made


def note(desk: Desk, old: str, new: str) -> None:
    """Change the spec of the table that is ours."""
    path = desk.root / "schema/note.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_others_own_is_invisible_through_a_whole_life(shared: Desk) -> None:
    """Adopted, changed, applied, checked, squashed, made anew: their tables and rows are what they were."""
    shared.ok("adopt", *shared.database)
    assert sorted(path.name for path in (shared.root / "schema").iterdir()) == [
        "auth_user.yaml",
        "note.yaml",
        "notes_of.yaml",
    ]
    baseline = (shared.folder / "0001.baseline.sql").read_text(encoding="utf-8")
    assert 'CREATE TABLE "auth_' not in baseline
    shared.ok("status", *shared.database, "--exit-code")
    shared.ok("diff", *shared.database, "--exit-code")
    shared.check()
    again = shared.ok("pull", *shared.database)
    assert "wrote" not in again.stdout
    # Others go on with their own: it is no drift.
    shared.sql("ALTER TABLE auth_log ADD COLUMN more TEXT", "CREATE TABLE auth_new (id INTEGER PRIMARY KEY)")
    shared.ok("status", *shared.database, "--exit-code")
    note(shared, "  body:", "  reader: {type: integer, nullable: true}\n  body:")
    note(
        shared,
        "foreign_keys:\n",
        "foreign_keys:\n  - {columns: [reader], references: {table: auth_user, columns: [id]}}\n",
    )
    if shared.dialect == "postgres":
        note(shared, "reader: {type: integer,", "reader: {type: integer, bits: 32,")
    shared.ok("generate", "reader", *shared.database)
    shared.ok("apply", *shared.database)
    shared.check()
    shared.ok("squash", "--to", shared.ids()[-1])
    shared.check()
    shared.ok("status", *shared.database)
    shared.ok("apply", *shared.database)
    shared.ok("status", *shared.database, "--exit-code")
    assert shared.sql("SELECT id, note_id, more FROM auth_log") == [(100, 10, None)]
    assert len(shared.sql("SELECT * FROM auth_readers")) == 2


def test_queries_may_read_what_others_own(shared: Desk) -> None:
    """Its columns are known from the spec that says so, and no class is generated for it."""
    shared.ok("pull", *shared.database)
    path = shared.root / "schema/note.yaml"
    query = "SELECT body, name FROM note JOIN auth_user ON auth_user.id = user_id"
    path.write_text(
        path.read_text(encoding="utf-8") + f"queries:\n  named:\n    sql: {query}\n    returns: many\n",
        encoding="utf-8",
    )
    shared.ok("validate", *shared.database)
    shared.ok("codegen", "--out", "made", *shared.database)
    assert not (shared.root / "made/rows/auth_user.py").exists()
    path.write_text(path.read_text(encoding="utf-8").replace("body, name", "body, nam"), encoding="utf-8")
    assert "nam" in shared.refused("validate", *shared.database)


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ((), "the view auth_readers reads it"),
        (
            ("CREATE UNIQUE INDEX one_body ON note (body)", "CREATE TABLE auth_b (b TEXT REFERENCES note (body))"),
            "of auth_b refers to it",
        ),
    ],
)
def test_what_others_hold_on_to_does_not_go(shared: Desk, statements: tuple[str, ...], reason: str) -> None:
    """It is refused with the name of what is in the way, before anything is written."""
    shared.sql(*statements, *(("DROP VIEW auth_readers",) if statements else ()))
    shared.ok("adopt", *shared.database)
    note(shared, "  body: {type: text, nullable: true}\n", "")
    if statements:
        text = (shared.root / "schema/note.yaml").read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if "one_body" not in line and line != "indexes:"]
        (shared.root / "schema/note.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    said = shared.refused("generate", *shared.database, "--allow", "drop-column:note.body")
    assert reason in said


def test_specs_and_settings_have_to_agree(shared: Desk) -> None:
    """A table is ours or others', and both say so, each with its line."""
    shared.ok("pull", *shared.database)
    shared.write("schema/auth_log.yaml", "table: auth_log\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    said = shared.refused("validate")
    assert "schema/auth_log.yaml:1" in said
    assert "external: true" in said
    shared.write("schema/auth_log.yaml", "table: theirs\nexternal: true\ncolumns:\n  id: {type: integer}\n")
    assert 'exclude = ["theirs"]' in shared.refused("validate")
    shared.write(
        "schema/auth_log.yaml",
        "table: auth_log\nexternal: true\ncolumns:\n  id: {type: integer}\nindexes:\n  - columns: [id]\n",
    )
    assert "its indexes are not ours to say" in shared.refused("validate")


def test_ours_made_with_what_is_others_is_refused_with_both_names(shared: Desk) -> None:
    """A view of ours over a view of others cannot be made elsewhere without it."""
    shared.sql("CREATE VIEW ours AS SELECT body FROM auth_readers")
    said = shared.run("adopt", *shared.database)
    assert said.code == 1
    assert "view ours" in said.stderr
    assert "auth_readers" in said.stderr


def test_patterns_of_one_command_go_into_the_settings(shared: Desk) -> None:
    """A history holds for what it was made of, so every command has to know: they are written, or asked for."""
    before = shared.refused("adopt", *shared.database, "--exclude", "notes_*", code=2)
    assert 'exclude = ["auth_*", "notes_*"]' in before
    (shared.root / "qsys-schema.toml").unlink()
    shared.ok("adopt", *shared.database, "--exclude", "auth_*", "--exclude", "notes_*")
    assert 'exclude = ["auth_*", "notes_*"]' in (shared.root / "qsys-schema.toml").read_text(encoding="utf-8")
    shared.ok("status", *shared.database, "--exit-code")


def test_a_part_may_be_pulled(shared: Desk) -> None:
    """Only what is asked for is written, with what it refers to; the rest is named."""
    done = shared.ok("pull", "--include", "note", *shared.database)
    assert done.stdout.splitlines() == ["wrote schema/auth_user.yaml", "wrote schema/note.yaml"]
    assert "no spec says anything of notes_of" in done.stderr
    shared.sql("CREATE TABLE reply (id INTEGER PRIMARY KEY, note_id INTEGER REFERENCES note (id))")
    (shared.root / "schema/note.yaml").unlink()
    refused = shared.refused("pull", "--include", "reply", *shared.database)
    assert "refers to table 'note', which no spec declares" in refused
    assert not (shared.root / "schema/reply.yaml").exists()
