"""What a command ends with, and on which stream it says what."""

from __future__ import annotations

import pytest

from tests.cli.house import FIRST, FOLDER, SPEC, Project, assert_explained

TAGS = SPEC + "  tags: {type: text, nullable: true}\n"


def test_done_and_nothing_to_do_end_with_0(project: Project) -> None:
    """The first run does it, the second says that there is nothing to do."""
    for arguments in (("generate", "first"), ("apply", *project.database)):
        first, second = project.ok(*arguments), project.ok(*arguments)
        assert "nothing to do" not in first.stdout
        assert second.stdout.startswith("nothing to do")
    again = project.files()
    for command in ("generate", "apply"):
        project.ok(command, *project.database)
    assert project.files() == again


def test_a_result_goes_to_stdout_and_talk_to_stderr(live: Project) -> None:
    """A script that reads stdout gets the result alone."""
    for arguments in (("diff",), ("status",), ("check",), ("verify", FIRST), ("show",), ("validate",)):
        done = live.ok(*arguments, *live.database)
        assert done.stdout
        assert done.stderr == ""


def test_verbose_talks_on_stderr_and_quiet_does_not(project: Project) -> None:
    """--verbose names every statement; --quiet wins over it; the result is the same."""
    project.ok("generate", "first")
    loud = project.ok("apply", *project.database, "--verbose")
    assert f"{FIRST}: statement 1 of 1: CREATE TABLE" in loud.stderr
    project.ok("rollback", *project.database)
    quiet = project.ok("apply", *project.database, "--verbose", "--quiet")
    assert (quiet.stdout, quiet.stderr) == (loud.stdout, "")


def test_a_difference_ends_with_0_and_with_3_on_demand(live: Project) -> None:
    """Looking is no failure; a gate asks with --exit-code."""
    assert live.run("diff", *live.database, "--exit-code").code == 0
    live.write("schema/jobs.yaml", TAGS)
    assert "add column jobs.tags" in live.ok("diff", *live.database).stdout
    done = live.run("diff", *live.database, "--exit-code")
    assert (done.code, done.stderr) == (3, "")


def test_status_ends_with_3_on_demand(project: Project) -> None:
    """Pending is not clean."""
    project.ok("generate", "first")
    project.ok("status", *project.database)
    assert project.run("status", *project.database, "--exit-code").code == 3
    project.ok("apply", *project.database)
    assert project.run("status", *project.database, "--exit-code").code == 0


def test_a_refusal_ends_with_1_and_wrong_usage_with_2(live: Project) -> None:
    """Both say what to do next."""
    live.write("schema/jobs.yaml", TAGS.replace("text", "texd", 1))
    assert_explained(live.run("validate"), (1,))
    assert_explained(live.run("validate", "--nonsense"), (2,))


def test_generate_with_migrations_pending_says_which_and_stops(live: Project) -> None:
    """A new migration follows all others."""
    live.write("schema/jobs.yaml", TAGS)
    live.ok("generate", "add_tags", *live.database)
    before = live.files()
    done = live.run("generate", "more", *live.database)
    assert_explained(done, (1,))
    assert "0002.add_tags" in done.stderr
    assert live.files() == before


def test_drift_is_named_and_stops_generate(live: Project) -> None:
    """Somebody changed the database by hand: every change is named, nothing is written."""
    live.sql("ALTER TABLE jobs ADD COLUMN stray TEXT", "CREATE INDEX by_hand ON jobs (owner)")
    before = live.files()
    done = live.run("generate", *live.database)
    assert_explained(done, (1,))
    assert "jobs.stray" in done.stderr
    assert "by_hand" in done.stderr
    assert live.files() == before


def test_without_a_database_the_replayed_migrations_stand_for_it(live: Project) -> None:
    """Also where a database is on disk that nobody named."""
    assert live.run("diff", "--exit-code").code == 0
    live.sql("DROP TABLE jobs")
    assert live.run("diff", "--exit-code").code == 0
    live.write("schema/jobs.yaml", TAGS)
    live.ok("generate", "add_tags")
    assert (live.folder / FOLDER / "0002.add_tags.sql").exists()
    assert live.run("diff", "--exit-code").code == 0


@pytest.mark.parametrize("command", ["diff", "status", "validate", "check", "show", "apply --dry-run"])
def test_looking_creates_no_database(project: Project, command: str) -> None:
    """A missing database file is an empty one; looking at it makes none."""
    before = project.files()
    project.run(*command.split(), *project.database)
    assert project.files() == before


def test_a_dry_run_changes_nothing(live: Project) -> None:
    """It prints the SQL that would run, forward and back."""
    live.write("schema/jobs.yaml", TAGS)
    live.ok("generate", "add_tags", *live.database)
    before = live.files()
    forward = live.ok("apply", *live.database, "--dry-run")
    back = live.ok("rollback", *live.database, "--dry-run", "--steps", "5")
    assert "-- 0002.add_tags" in forward.stdout
    assert "ADD COLUMN" in forward.stdout
    assert 'DROP TABLE "jobs"' in back.stdout
    assert live.files() == before


def test_rollback_takes_steps_or_a_place(live: Project) -> None:
    """--steps counts, --to keeps the one it names; together they are wrong usage."""
    for number, name in enumerate(("a", "b", "c"), start=2):
        extra = "".join(f"  {one}: {{type: text, nullable: true}}\n" for one in "abc"[: number - 1])
        live.write("schema/jobs.yaml", SPEC + extra)
        live.ok("generate", name, *live.database)
        live.ok("apply", *live.database)
    assert live.run("rollback", *live.database, "--to", FIRST, "--steps", "1").code == 2
    assert live.ok("rollback", *live.database).stdout == "rolled back 0004.c\n"
    assert live.ok("rollback", *live.database, "--to", FIRST).stdout == "rolled back 0003.b\nrolled back 0002.a\n"
    assert live.ok("apply", *live.database, "--to", "0002.a").stdout == "applied 0002.a\n"
    assert live.ok("rollback", *live.database, "--steps", "9").stdout == f"rolled back 0002.a\nrolled back {FIRST}\n"
    assert live.ok("rollback", *live.database).stdout.startswith("nothing to do")
