"""The library does what the commands do, from any folder, in any thread, and answers with values."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest

from qsys_schema import Project, api, errors
from tests.api.conftest import SPEC, add_column, write_project
from tests.command import ROOT
from tests.patience import run_to_end

TAGS = "tags: {type: json, nullable: true}"


def test_the_whole_way_from_specs_to_a_database_and_back(project: Project) -> None:
    """Load, compare, prove, write, apply, look, take back."""
    assert [table.name for table in project.load().tables] == ["jobs"]
    found = project.diff()
    assert [(one.kind, one.ref, one.because) for one in found.changes] == [("add_table", "jobs", "schema/jobs.yaml:1")]
    assert not found.in_sync
    assert found.statements == tuple(sql for one in found.plan for sql in one.statements)
    assert project.prove(found).after.tables == found.wanted.tables
    written = project.write("create jobs")
    assert written.ids == ("0001.create_jobs",)
    assert [one.id for one in project.migrations()] == ["0001.create_jobs"]
    assert [one.id for one in project.pending()] == ["0001.create_jobs"]
    assert project.apply() == ("0001.create_jobs",)
    assert project.apply() == ()
    assert project.inspect() == found.wanted
    assert project.diff().in_sync
    assert project.status().clean
    assert project.check().findings == ()
    assert project.verify("0001.create_jobs").after.tables == found.wanted.tables
    assert project.rollback() == ("0001.create_jobs",)
    assert project.inspect().tables == ()


def test_what_is_written_names_places_as_the_project_does(project: Project) -> None:
    """A migration is the same bytes wherever it was generated from: no path of this machine."""
    project.write("create jobs")
    (path,) = (project.folder / "migrations" / project.dialect).glob("*jobs.sql")
    text = path.read_text(encoding="utf-8")
    assert "[schema/jobs.yaml:1]" in text
    assert str(project.folder) not in text


@pytest.mark.parametrize("where", ["here", "above", "below"])
def test_what_is_written_does_not_depend_on_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """In the folder itself, above it and inside it: places are relative to the project."""
    folder = write_project(tmp_path / "service", "sqlite")
    monkeypatch.chdir({"here": folder, "above": tmp_path, "below": folder / "schema"}[where])
    project = Project.open(os.path.relpath(folder), database="sqlite:///app.db")
    assert project.diff().changes[0].because == "schema/jobs.yaml:1"
    project.write("create jobs")
    project.apply()
    assert sorted(one.name for one in folder.iterdir()) == ["app.db", "migrations", "qsys-schema.toml", "schema"]
    assert "[schema/jobs.yaml:1]" in (folder / "migrations/sqlite/0001.create_jobs.sql").read_text(encoding="utf-8")


def test_the_working_directory_may_change_between_two_calls(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook changes it when it likes; a project that was opened by a relative path stays where it was."""
    monkeypatch.chdir(project.folder.parent)
    relative = Project.open("service")
    monkeypatch.chdir("/")
    assert relative.load().tables == project.load().tables


def test_a_loss_is_a_question_and_an_answer_settles_it(project: Project) -> None:
    """The error carries the decisions; nothing is written until they are made."""
    add_column(project, TAGS)
    project.write("create jobs")
    project.apply()
    (project.folder / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    with pytest.raises(errors.ConsentNeeded) as refused:
        project.write("drop tags")
    (decision,) = refused.value.decisions
    assert (decision.code, decision.options) == ("DS103", ("--allow drop-column:jobs.tags",))
    assert len(project.migrations()) == 1
    assert [one.code for one in project.diff().decisions] == ["DS103"]
    assert project.write("drop tags", allow=["drop-column:jobs.tags"]).ids == ("0002.drop_tags",)


def test_specs_that_are_wrong_are_named_with_their_line(project: Project) -> None:
    """Every problem is a value with file, line and column."""
    add_column(project, "tags: {type: jsno}")
    with pytest.raises(errors.SpecError) as refused:
        project.load()
    (problem,) = refused.value.problems
    assert problem.line == SPEC.count("\n") + 1
    assert problem.file.endswith("service/schema/jobs.yaml")


def test_progress_is_told_to_whom_it_concerns(project: Project) -> None:
    """A statement is announced before it runs."""
    project.write("create jobs")
    seen: list[api.Event] = []
    project.apply(observe=seen.append)
    assert {one.migration for one in seen} == {"0001.create_jobs"}
    assert seen[0].number == 1


def test_nothing_is_printed_and_talk_is_logged(
    project: Project, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever wants to hear it gives a function, or listens to the logger."""
    caplog.set_level(logging.INFO, logger="qsys_schema")
    heard: list[str] = []
    mine = Project.open(project.folder, dialect=project.dialect, talk=heard.append)
    for one in (project, mine):
        one._opened.talk("a word")
    project.write("create jobs")
    project.apply()
    assert heard == ["a word"]
    assert [one.getMessage() for one in caplog.records if one.name == "qsys_schema"] == ["a word"]
    assert capfd.readouterr() == ("", "")


def test_many_threads_share_a_project_and_one_applies(project: Project) -> None:
    """Each call has its own connection, and whoever comes second finds nothing to do."""
    project.write("create jobs")
    add_column(project, TAGS)
    project.apply()
    project.write("add tags")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: project.apply(), range(8)))
    assert sorted(done) == [()] * 7 + [("0002.add_tags",)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: project.diff().in_sync, range(8)))
        assert all(one.tables == project.load().tables for one in pool.map(lambda _: project.load(), range(8)))


def test_asyncio_waits_in_a_thread(project: Project) -> None:
    """The calls block; a thread is what a loop has for that."""
    project.write("create jobs")

    async def deployed() -> tuple[str, ...]:
        return await asyncio.to_thread(project.apply)

    assert asyncio.run(deployed()) == ("0001.create_jobs",)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"environment": "production"}, "there is no environment 'production'"),
        ({"dialect": "oracle"}, "there is no dialect 'oracle'"),
        ({"database": "no url at all"}, "the database is not a URL"),
        ({"database": "oracle://scott:tiger@db"}, "no database is known"),
    ],
)
def test_what_cannot_be_opened_is_said_at_once(tmp_path: Path, settings: MappingProxyType[str, str], said: str) -> None:
    """By an error of ours, which never shows a password."""
    folder = write_project(tmp_path / "service", "sqlite")
    with pytest.raises(errors.UsageError, match=said) as refused:
        Project.open(folder, **settings)  # type: ignore[arg-type]
    assert "tiger" not in str(refused.value)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    """It is the first thing that goes wrong in a notebook."""
    with pytest.raises(errors.UsageError, match="missing is not a folder"):
        Project.open(tmp_path / "missing")


def test_what_the_system_refuses_is_an_error_of_ours(project: Project) -> None:
    """There is one kind of error to expect, and it names the file."""
    (project.folder / "migrations").write_text("in the way", encoding="utf-8")
    with pytest.raises(errors.QsysSchemaError, match="migrations"):
        project.write("create jobs")


@pytest.mark.parametrize("call", [{"to": "0001.create_jobs", "steps": 2}, {"steps": 0}])
def test_a_rollback_is_asked_for_in_one_way(project: Project, call: MappingProxyType[str, int]) -> None:
    """Both at once would be a guess, and none at all a mistake."""
    with pytest.raises(errors.UsageError, match="rollback takes"):
        project.rollback(**call)  # type: ignore[arg-type]


def test_another_database_of_the_project_and_back(tmp_path: Path) -> None:
    """The URL belongs to one of them; on the other, migrations stand for it."""
    folder = write_project(tmp_path / "service", "sqlite")
    (folder / "qsys-schema.toml").write_text('dialects = ["sqlite", "postgres"]\n', encoding="utf-8")
    project = Project.open(folder, database="sqlite:///app.db")
    other = project.on("postgres")
    assert (project.dialect, other.dialect, other.on("sqlite").dialect) == ("sqlite", "postgres", "sqlite")
    assert other.on("sqlite")._opened.settings == project._opened.settings
    assert other.dialects == ("sqlite", "postgres")
    with pytest.raises(errors.UsageError, match="no database is given"):
        other.inspect()


def test_generated_code_goes_where_the_project_is(tmp_path: Path) -> None:
    """Into the configured folder, relative to the project's."""
    folder = write_project(tmp_path / "service", "sqlite")
    project = Project.open(folder)
    assert project.stale_code("app/db")
    project.write_code("app/db")
    assert (folder / "app/db/sqlite/jobs.py").is_file()
    assert project.stale_code("app/db") == ()


def test_every_name_of_the_library_is_there() -> None:
    """They are imported when they are asked for, so a wrong one would be found by a user."""
    assert api.__all__ == sorted(api._HOMES) == dir(api)
    for name in api.__all__:
        assert getattr(api, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Projcet'"):
        _ = api.Projcet


def test_importing_the_package_imports_nothing_else() -> None:
    """Whoever wants its version does not wait; whoever opens a project does not wait for a database's driver."""
    code = (
        "import sys; before = set(sys.modules); import qsys_schema; qsys_schema.__version__\n"
        "print(*sorted(one for one in set(sys.modules) - before if one.startswith('qsys')))\n"
        "qsys_schema.Project.open('.')\n"
        "print(*sorted({'yaml', 'sqlglot', 'psycopg', 'yoyo', 'click', 'jsonschema'} & set(sys.modules)))"
    )
    done = run_to_end([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert done.stdout.split("\n")[:2] == ["qsys_schema", ""]
