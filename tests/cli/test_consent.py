"""Losses and renames are decided by people: by options that the question itself prints."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.house import DATABASE, SPEC, Project, parsed

RENAMED = SPEC.replace("owner:", "worker:")
DROPPED = SPEC.replace("  progress: {type: integer, nullable: true}\n", "")


def answered(project: Project, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments with the first option of every open question, until none is open."""
    for _ in range(4):
        done = project.run("generate", *project.database, *arguments, "--format", "json")
        if done.code == 0:
            return arguments
        assert done.code == 4, (arguments, done)
        found = parsed(done)
        assert found["decisions"]
        for decision in found["decisions"]:
            arguments = (*arguments, *shlex.split(decision["options"][0]))
    raise AssertionError(f"the printed options do not answer: {arguments}")


def test_without_consent_nothing_is_written_and_the_text_says_how(live: Project) -> None:
    """Exit code 4; what is printed is what has to be typed."""
    live.write("schema/jobs.yaml", DROPPED)
    before = live.files()
    done = live.run("generate", *live.database)
    assert (done.code, done.stdout) == (4, "")
    assert "--allow drop-column:jobs.progress" in done.stderr
    assert live.files() == before
    live.ok("generate", *live.database, "--allow", "drop-column:jobs.progress")


def test_consent_for_something_else_is_none(live: Project) -> None:
    """By name, not by number: a consent covers what it names."""
    live.write("schema/jobs.yaml", DROPPED)
    for allow in ("drop-column:jobs.owner", "drop-table:jobs", "drop-column:jobs", "drift", "", "*"):
        assert live.run("generate", *live.database, "--allow", allow).code == 4


def test_a_rename_is_decided_and_then_carries_the_values(live: Project) -> None:
    """The first printed option is the rename; no value is lost."""
    live.sql("INSERT INTO jobs VALUES (1, 'ann', 5)")
    live.write("schema/jobs.yaml", RENAMED)
    assert answered(live, ()) == ("--rename", "jobs.owner=jobs.worker")
    live.ok("apply", *live.database)
    assert live.rows("SELECT id, worker, progress FROM jobs") == [(1, "ann", 5)]


def test_a_rename_denied_is_a_loss_that_needs_consent(live: Project) -> None:
    """First the rename is decided, then the loss is asked for; both answers together are enough."""
    live.write("schema/jobs.yaml", RENAMED)
    denied = ("--no-rename", "jobs.owner")
    found = live.json("generate", *live.database, *denied, code=4)
    assert [item["kind"] for item in found["decisions"]] == ["consent"]
    assert answered(live, denied) == (*denied, "--allow", "drop-column:jobs.owner")


def test_renamed_from_in_the_spec_needs_no_option(live: Project) -> None:
    """It was reviewed with the spec; afterwards the hint is silent."""
    live.write("schema/jobs.yaml", SPEC.replace("owner: {", "worker: {renamed_from: owner, "))
    live.ok("generate", "rename", *live.database)
    live.ok("apply", *live.database)
    assert live.run("diff", *live.database, "--exit-code").code == 0


_ODD = ["a b", "a;b", "a=b", "ünïcode", "a.b", "*"]


@pytest.mark.parametrize(
    "name", ["it's", 'say "x"', "$(touch gone)", *(pytest.param(name, marks=pytest.mark.soak) for name in _ODD)]
)
def test_the_printed_option_answers_for_any_name(project: Project, name: str) -> None:
    """It is quoted for a shell: a name may hold spaces, and worse."""
    quoted = "'" + name.replace("'", "''") + "'"
    before = f"table: {quoted}\ncolumns:\n  id: {{type: integer, primary_key: true}}\n  {quoted}: {{type: text}}\n"
    project.write("schema/t.yaml", before)
    project.ok("generate", *project.database)
    project.ok("apply", *project.database)
    project.write("schema/t.yaml", before.rpartition("\n  ")[0] + f"\n  {quoted[:-1]} 2': {{type: text}}\n")
    assert answered(project, ()) == ("--rename", f"{name}.{name}={name}.{name} 2")
    project.ok("apply", *project.database)
    (project.folder / "schema" / "t.yaml").unlink()
    (consent,) = live_options(project)
    assert shlex.split(consent) == ["--allow", f"drop-table:{name}"]
    answered(project, ())


def live_options(project: Project) -> list[str]:
    """Every option that the open questions print."""
    found = project.json("generate", *project.database, code=4)
    return [option for decision in found["decisions"] for option in decision["options"]]


def test_a_table_that_goes_needs_consent_too(live: Project) -> None:
    """With how many rows are lost."""
    live.sql("INSERT INTO jobs VALUES (1, 'ann', 5), (2, 'bob', 6)")
    live.write("schema/other.yaml", "table: other\ncolumns:\n  x: {type: float}\n")
    (live.folder / "schema" / "jobs.yaml").unlink()
    done = live.run("generate", *live.database)
    assert done.code == 4
    assert "2 at present" in done.stderr
    live.ok("generate", "--database", DATABASE, "--allow", "drop-table:jobs")


@pytest.mark.parametrize("option", ["jobs.owner", "=", "jobs.owner=", "=jobs.worker", "jobs.owner=jobs.nobody"])
def test_a_rename_that_makes_no_sense_is_wrong_usage(live: Project, option: str) -> None:
    """It names what is wrong with it."""
    live.write("schema/jobs.yaml", RENAMED)
    done = live.run("generate", *live.database, "--rename", option)
    assert done.code == 2
    assert "--rename" in done.stderr
