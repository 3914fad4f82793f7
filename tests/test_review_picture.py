"""The comment that the documentation shows, made again: a change of the queue's own schema."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.command import ROOT, Command
from tests.pipeline.desk import Desk, git

pytestmark = pytest.mark.slow

SHOWN = ROOT / "docs" / "images" / "review.md"
"""What ``docs/images/review.png`` is a picture of."""

EDITS = (
    (
        "  progress: {type: integer, nullable: true, default: 0, description: How far the job has come in percent.}\n",
        "",
    ),
    ('  - name: ck_jobs_progress\n    expression: "progress BETWEEN 0 AND 100"\n', ""),
    ("DELAYED, WAITING_CHILDREN]", "DELAYED, WAITING_CHILDREN, CANCELLED]"),
    ("  payload: {", "  tenant_id: {type: text, default: main, description: Whose job it is.}\n  payload: {"),
    ("\nindexes:\n", "\nindexes:\n  # What one tenant has waiting.\n  - columns: [tenant_id, status]\n"),
)
"""Every job gets a tenant and a status more, and loses its progress."""

QUERY = re.compile(r"-- name: update_progress .*?(?=-- name: )", re.DOTALL)


def test_the_comment_in_the_documentation_is_what_is_made_today(
    run_cli: Command, postgres_url: str, *, golden: bool
) -> None:
    """Rewritten by ``pytest --golden``; then ``docs/images/render.mjs`` makes the picture of it."""
    desk = Desk(command=run_cli, dialect="postgres", url=postgres_url)
    for folder in ("schema", "migrations"):
        shutil.copytree(ROOT / folder, desk.root / folder)
    desk.write("qsys-schema.toml", 'dialects = ["sqlite", "postgres"]\n')
    git(desk.root, "init", "--quiet", "--initial-branch=main")
    git(desk.root, "add", "--all")
    git(desk.root, "commit", "--quiet", "-m", "the queue")
    git(desk.root, "checkout", "--quiet", "-b", "add_tenants")
    jobs = (desk.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    for before, after in EDITS:
        assert jobs.count(before) == 1, before
        jobs = jobs.replace(before, after)
    desk.write("schema/jobs.yaml", jobs)
    queries = desk.root / "schema/queries/jobs.sql"
    queries.write_text(QUERY.sub("", queries.read_text(encoding="utf-8")), encoding="utf-8")
    desk.generate("add_tenants", "--allow", "drop-column:jobs.progress")
    git(desk.root, "add", "--all", "schema", "migrations")
    git(desk.root, "commit", "--quiet", "-m", "tenants")
    made = desk.ok("report", "main...add_tenants", "--format", "markdown").stdout
    assert "nobody has to wait" not in made
    if golden:
        SHOWN.write_text(made, encoding="utf-8")
    assert _without_names(SHOWN.read_text(encoding="utf-8")) == _without_names(made)


def _without_names(text: str) -> str:
    """Commits and the version differ from run to run."""
    return re.sub(r"<sub>.*</sub>", "", text)
