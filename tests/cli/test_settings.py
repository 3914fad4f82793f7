"""Where settings come from: option, environment variable, file, default."""

from __future__ import annotations

import pytest

from tests.cli.house import SPEC, Project, assert_explained

PLACES = {
    "pyproject.toml": '[project]\nname = "shop"\n[tool.qsys-schema]\n{}',
    "qsys-schema.toml": "{}",
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    """One of the two files that may hold settings."""
    return str(request.param)


def configure(project: Project, place: str, text: str) -> None:
    """Write settings to a file."""
    nested = text.replace("[environments", "[tool.qsys-schema.environments") if place == "pyproject.toml" else text
    project.write(place, PLACES[place].format(nested))


def used(project: Project, *arguments: str, url: str = "") -> str:
    """The database that a command works on."""
    environment = {"QSYS_DATABASE_URL": url} if url else {}
    return str(project.json("status", *arguments, environment=environment)["database"])


def test_the_order_is_option_environment_file(project: Project, place: str) -> None:
    """What is nearer to the person who types wins."""
    configure(project, place, 'database = "sqlite:///file.db"\n')
    assert used(project) == "file.db"
    assert used(project, url="sqlite:///env.db") == "env.db"
    assert used(project, "--database", "sqlite:///option.db", url="sqlite:///env.db") == "option.db"


def test_without_any_database_the_message_names_all_three_ways(project: Project) -> None:
    """Somebody who has none yet learns where to put it."""
    done = project.run("apply")
    assert_explained(done, (2,))
    for way in ("--database", "QSYS_DATABASE_URL", "[tool.qsys-schema]"):
        assert way in done.stderr


def test_folders_come_from_the_file_and_the_option_wins(project: Project, place: str) -> None:
    """The default is schema and migrations."""
    assert project.json("validate")["files"] == ["schema/jobs.yaml"]
    project.write("specs/jobs.yaml", SPEC)
    project.write("other/jobs.yaml", SPEC)
    configure(project, place, 'schema = "specs"\nmigrations = "history"\n')
    assert project.json("validate")["files"] == ["specs/jobs.yaml"]
    assert project.json("validate", "--schema", "other")["files"] == ["other/jobs.yaml"]
    assert project.json("generate", "a")["migration"] == "history/sqlite/0001.a.sql"
    assert project.json("generate", "a", "--migrations", "mine")["migration"] == "mine/sqlite/0001.a.sql"


def test_a_named_environment_is_an_option(project: Project, place: str) -> None:
    """It wins over the variable; what it does not say comes from there, and then from the file."""
    configure(
        project,
        place,
        'database = "sqlite:///file.db"\n[environments.prod]\ndatabase = "sqlite:///prod.db"\n'
        '[environments.bare]\nschema = "specs"\n',
    )
    assert used(project, "--env", "prod", url="sqlite:///env.db") == "prod.db"
    assert used(project, "--env", "prod", "--database", "sqlite:///option.db") == "option.db"
    assert used(project, "--env", "bare") == "file.db"
    assert used(project, "--env", "bare", url="sqlite:///env.db") == "env.db"
    done = project.run("status", "--env", "prd")
    assert_explained(done, (2,))
    assert "bare, prod" in done.stderr


def test_the_file_of_its_own_wins_over_pyproject(project: Project) -> None:
    """A project that has both has moved."""
    for place, name in (("pyproject.toml", "old"), ("qsys-schema.toml", "new")):
        configure(project, place, f'database = "sqlite:///{name}.db"\n')
    assert used(project) == "new.db"


def test_a_pyproject_of_another_tool_is_no_setting(project: Project) -> None:
    """Nor is an empty file."""
    project.write("pyproject.toml", '[tool.black]\nline-length = 1\n[project]\nname = "x"\n')
    project.write("qsys-schema.toml", "")
    project.ok("validate")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('databse = "x"', "'database'"),
        ("colour = 1", "known are"),
        ("database = 3", "database must be text"),
        ('database = ["postgresql://u:geheim@h/d"]', "database must be text"),
        ('schema = "a\\u0000b"', "control character"),
        ('dialects = "sqlite"', "dialects must be a list"),
        ("dialects = [1]", "dialects must be a list"),
        ('dialects = ["sqlit"]', "did you mean 'sqlite'"),
        ("minimum = {sqlite = 3.35}", "minimum must be a table"),
        ('minimum = {oracle = "9"}', "no database"),
        ('minimum = {sqlite = "three"}', "three"),
        ("environments = 3", "environments must be a table"),
        ("environments = {prod = 3}", "environments must be a table"),
        ('environments = {prod = {databse = "x"}}', "environment prod"),
        ("environments = {prod = {environments = {}}}", "unknown setting"),
        ("database = ", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
        ("<<<<<<< HEAD\n", "not valid TOML"),
    ],
)
def test_wrong_settings_are_named(project: Project, place: str, text: str, said: str) -> None:
    """With the file, what is wrong and what was meant; a value is never shown, it may hold a password."""
    configure(project, place, text)
    before = project.files()
    done = project.run("diff")
    assert_explained(done, (2,))
    assert said in done.stderr
    assert "geheim" not in done.stderr
    assert project.files() == before


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"[tool]\nqsys-schema = 3\n", b"tool = 3\n"])
def test_a_pyproject_that_is_none_is_named(project: Project, text: bytes) -> None:
    """Not UTF-8, or not the tables that are looked for."""
    project.write("pyproject.toml", text)
    done = project.run("diff")
    assert_explained(done, (2,))
    assert "pyproject.toml" in done.stderr


def test_a_folder_in_place_of_the_file_is_named(project: Project) -> None:
    """It cannot be read, and that is said."""
    (project.folder / "pyproject.toml").mkdir()
    assert_explained(project.run("diff"), (2,))
