"""What yoyo 9 does with our files: the reasons for the shape that they have."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from yoyo import get_backend, read_migrations
from yoyo.exceptions import BadMigration
from yoyo.migrations import read_sql_migration

from tests.facts.lab import Lab


class Project:
    """A folder of migrations and a database file, driven by yoyo as anybody would."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "facts.db"
        self.migrations = folder / "migrations"
        self.migrations.mkdir()

    def write(self, name: str, forward: str, rollback: str | None = None) -> Path:
        """Write one migration, with a rollback file if there is a text for it; the forward file's path."""
        path = self.migrations / f"{name}.sql"
        path.write_text(forward, encoding="utf-8")
        if rollback is not None:
            (self.migrations / f"{name}.rollback.sql").write_text(rollback, encoding="utf-8")
        return path

    def apply(self) -> list[str]:
        """Apply what is pending; the names of it. Raises what the driver raises."""
        with get_backend(f"sqlite:///{self.database}") as backend:
            pending = backend.to_apply(read_migrations(str(self.migrations)))
            backend.apply_migrations(pending)
            return [migration.id for migration in pending]

    def rollback(self) -> list[str]:
        """Roll everything back; the names of it, the last first."""
        with get_backend(f"sqlite:///{self.database}") as backend:
            applied = backend.to_rollback(read_migrations(str(self.migrations)))
            backend.rollback_migrations(applied)
            return [migration.id for migration in applied]

    def tables(self) -> list[str]:
        """Names of the tables that are not yoyo's own."""
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            return [name for (name,) in found if "yoyo" not in name]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


def statements(path: Path) -> list[str]:
    """The statements that yoyo finds in a file."""
    _, _, found = read_sql_migration(str(path))
    return [str(statement) for statement in found]


def directives(path: Path) -> dict[str, str]:
    """The directives that yoyo finds in a file."""
    found, _, _ = read_sql_migration(str(path))
    return {str(key): str(value) for key, value in found.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-- transactional: false\nSELECT 1;\n", {"transactional": "false"}),
        ("-- What it does.\n\n-- depends: 0001.a 0002.b\nSELECT 1;\n", {"depends": "0001.a 0002.b"}),
        ("-- depends: a\n-- depends: b\nSELECT 1;\n", {"depends": "a b"}),
        ("--DEPENDS: a\nSELECT 1;\n", {}),
        ("/* header */\n-- depends: a\nSELECT 1;\n", {}),
        ("SELECT 1;\n-- depends: a\nSELECT 2;\n", {}),
        ("\ufeff-- depends: a\nSELECT 1;\n", {}),
    ],
)
def test_a_directive_counts_in_the_leading_line_comments_only(
    project: Project, text: str, found: dict[str, str]
) -> None:
    """In small letters, before the first statement, not behind a block comment or a byte order mark."""
    assert directives(project.write("0001", text)) == found


def test_an_unknown_answer_to_transactional_is_a_bare_error(project: Project) -> None:
    """Only true and false are known; the message is the word itself."""
    project.write("0001", "-- transactional: no\nSELECT 1;\n")
    with pytest.raises(KeyError, match="no"):
        project.apply()


def test_a_dependency_on_nothing_is_refused(project: Project) -> None:
    """The names are those of files without .sql, of every folder that this process has read."""
    project.write("0002", "-- depends: nobody_wrote_this\nSELECT 1;\n")
    with pytest.raises(BadMigration):
        project.apply()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("CREATE TABLE a(x);\nCREATE TABLE b(x);\n", 2),
        ("CREATE TABLE a(x);\n-- the end\n", 2),
        ("CREATE TABLE a(x);\n;\n", 2),
        ("CREATE TABLE a(x DEFAULT ';' /* ; */ -- ;\n);\n", 1),
        ("CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 2; END;\nSELECT 1;\n", 2),
        ("CREATE TABLE a(x DEFAULT 'a\\');\nCREATE TABLE b(x DEFAULT 'b');\n", 1),
        ("CREATE TABLE a(begin INT);\nCREATE TABLE b(x);\n", 1),
        ('CREATE TABLE a("begin" INT);\nCREATE TABLE b(x);\n', 2),
    ],
    ids=[
        "two",
        "a comment after the last semicolon is one more",
        "a stray semicolon is one more",
        "semicolons in texts and comments",
        "a trigger is one",
        "a text that ends in a backslash swallows up to the next text",
        "a bare name begin swallows the next",
        "a quoted name does not",
    ],
)
def test_where_yoyo_cuts(project: Project, text: str, count: int) -> None:
    """What is written has to be read back and compared: the cutting is done by rules of thumb."""
    assert len(statements(project.write("0001", text))) == count


def test_a_header_belongs_to_the_first_statement(project: Project) -> None:
    """A comment before a statement is sent to the database along with it."""
    path = project.write(
        "0001", "-- Adds a.\n-- depends:\n\n-- why a\nCREATE TABLE a(x);\n-- why b\nCREATE TABLE b(x);\n"
    )
    first, second = statements(path)
    assert first.endswith("CREATE TABLE a(x);")
    assert second == "-- why b\nCREATE TABLE b(x);"


def test_a_migration_that_fails_leaves_nothing(project: Project) -> None:
    """In a transaction, every statement before the failing one is undone, and nothing is recorded."""
    project.write(
        "0001", "CREATE TABLE a(x);\nCREATE TABLE b(x);\nCREATE TABLE a(x);\n", "DROP TABLE b;\nDROP TABLE a;\n"
    )
    with pytest.raises(sqlite3.OperationalError):
        project.apply()
    assert project.tables() == []


def test_without_a_transaction_the_mirrored_rollbacks_run(project: Project) -> None:
    """Files that mirror each other undo what was done."""
    project.write(
        "0001",
        "-- transactional: false\nCREATE TABLE a(x);\nCREATE TABLE b(x);\nCREATE TABLE a(x);\n",
        "SELECT 1;\nDROP TABLE b;\nDROP TABLE a;\n",
    )
    with pytest.raises(sqlite3.OperationalError):
        project.apply()
    assert project.tables() == []


def test_without_a_transaction_files_that_do_not_mirror_destroy_what_they_should_not(project: Project) -> None:
    """Pairs are made from the end: after one statement was done, the last of the rollback runs, whatever it is."""
    project.write("0001", "CREATE TABLE precious(x);\n", "DROP TABLE precious;\n")
    project.apply()
    project.write(
        "0002",
        "-- transactional: false\nCREATE TABLE a(x);\nALTER TABLE nowhere ADD COLUMN x;\n",
        "DROP TABLE a;\nDROP TABLE IF EXISTS precious;\n",
    )
    with pytest.raises(sqlite3.OperationalError):
        project.apply()
    assert project.tables() == ["a"]


def test_a_rollback_runs_in_the_order_it_is_written(project: Project) -> None:
    """Whatever the pairing: a whole rollback goes from its first statement to its last."""
    project.write(
        "0001", "CREATE TABLE a(x);\n", "ALTER TABLE a RENAME TO b;\nALTER TABLE b RENAME TO c;\nDROP TABLE c;\n"
    )
    project.apply()
    project.rollback()
    assert project.tables() == []


@pytest.mark.parametrize("rollback", [None, ""])
def test_a_missing_rollback_is_forgotten_in_silence(project: Project, rollback: str | None) -> None:
    """The migration counts as rolled back and its table stays."""
    project.write("0001", "CREATE TABLE a(x);\n", rollback)
    project.apply()
    assert project.rollback() == ["0001"]
    assert project.tables() == ["a"]
    assert project.rollback() == []


def test_an_edited_file_is_not_noticed(project: Project) -> None:
    """A migration is known by its name alone."""
    project.write("0001", "CREATE TABLE a(x);\n")
    assert project.apply() == ["0001"]
    project.write("0001", "CREATE TABLE other(x);\n")
    assert project.apply() == []
    assert project.tables() == ["a"]


def test_a_deleted_file_is_not_noticed(project: Project) -> None:
    """It is applied, unknown, and cannot be rolled back."""
    project.write("0001", "CREATE TABLE a(x);\n").write_text("CREATE TABLE a(x);\n")
    project.apply()
    (project.migrations / "0001.sql").unlink()
    assert project.apply() == []
    assert project.rollback() == []


def test_the_result_of_a_query_is_printed_to_stdout(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Who promises JSON on stdout has to send yoyo's elsewhere."""
    project.write("0001", "SELECT 42 AS answer;\n")
    project.apply()
    assert "42" in capsys.readouterr().out


def test_yoyo_leaves_foreign_keys_off(project: Project) -> None:
    """Its connection has the library's default; a migration sees it as a fact and cannot change it."""
    project.write(
        "0001",
        "PRAGMA foreign_keys = ON;\nCREATE TABLE state(enforced);\n"
        "INSERT INTO state SELECT foreign_keys FROM pragma_foreign_keys;\n",
    )
    project.apply()
    with closing(sqlite3.connect(project.database)) as connection:
        assert connection.execute("SELECT enforced FROM state").fetchall() == [(0,)]


def test_a_guard_stops_a_migration_in_plain_yoyo(project: Project) -> None:
    """The CHECK's name is what the user reads, and nothing is left behind."""
    project.write(
        "0001",
        "CREATE TABLE a(x);\n"
        'CREATE TEMP TABLE guard(n CONSTRAINT "rows were lost" CHECK (n = 0));\n'
        "INSERT INTO guard VALUES (1);\n",
    )
    with pytest.raises(sqlite3.IntegrityError, match="rows were lost"):
        project.apply()
    assert project.tables() == []


def test_marking_can_share_the_migrations_transaction(project: Project) -> None:
    """Through yoyo's own objects; its apply_one uses two transactions, and a kill in between separates them."""
    project.write("0001", "CREATE TABLE a(x);\n")
    with get_backend(f"sqlite:///{project.database}") as backend:
        backend.ensure_internal_schema_updated()
        (migration,) = backend.to_apply(read_migrations(str(project.migrations)))
        migration.load()
        with suppress(InterruptedError), backend.transaction():
            migration.process_steps(backend, "apply")
            backend.log_migration(migration, "apply")
            backend.mark_one(migration, log=False)
            raise InterruptedError
    assert project.tables() == []
    assert project.apply() == ["0001"]


def test_a_dead_process_leaves_its_lock(project: Project) -> None:
    """The lock is a row with a process id: somebody has to delete it by hand."""
    project.write("0001", "CREATE TABLE a(x);\n")
    project.apply()
    with closing(sqlite3.connect(project.database)) as connection:
        connection.execute("INSERT INTO yoyo_lock(locked, ctime, pid) VALUES (1, '2024-01-01', 1)")
        connection.commit()
    with get_backend(f"sqlite:///{project.database}") as backend:
        with pytest.raises(Exception, match="has locked this database"), backend.lock(timeout=0.1):
            pass
        backend.break_lock()


def test_yoyo_keeps_four_tables(project: Project, lab: Lab) -> None:
    """They are no part of anybody's schema."""
    project.write("0001", "SELECT 1;\n")
    project.apply()
    lab.run(f"ATTACH '{project.database}' AS file")
    names = lab.rows("SELECT name FROM file.sqlite_schema WHERE type = 'table' ORDER BY name")
    assert [name for (name,) in names] == ["_yoyo_log", "_yoyo_migration", "_yoyo_version", "yoyo_lock"]
