"""``--expand`` where nobody would have to wait."""

from __future__ import annotations

from tests.command import Command

SPEC = "table: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n  n: {type: text}\n"


def test_sqlite_refuses_it_in_words(run_cli: Command) -> None:
    """Its rebuild takes one wait in any case; the change is planned without the option."""
    (run_cli.folder / "schema").mkdir()
    spec = run_cli.folder / "schema" / "jobs.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    database = ("--database", "sqlite:///jobs.db")
    for step in ("generate", "apply"):
        assert run_cli(step, *database).code == 0
    assert run_cli("generate", *database, "--expand", "jobs.n").code == 0, "there is nothing to do"
    spec.write_text(SPEC.replace("{type: text}", "{type: integer}"), encoding="utf-8")
    for step in ("diff", "generate"):
        done = run_cli(step, *database, "--expand", "jobs.n")
        assert done.code == 2, done
        assert "--expand jobs.n: SQLite rebuilds the table once" in done.stderr
        done = run_cli(step, *database, "--expand", "jobs.m")
        assert done.code == 2
        assert "--expand jobs.m: the specs have no such column" in done.stderr
    done = run_cli("diff", *database)
    assert done.code == 0
    assert "--expand" not in done.stdout
