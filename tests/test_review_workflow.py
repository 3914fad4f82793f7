"""The workflows that post a review: what they run is what this tool understands, and one comment stays one comment."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import ROOT, Command
from tests.patience import run_to_end
from tests.pipeline.desk import Desk, git

pytestmark = pytest.mark.slow

GH = """\
#!/bin/sh
# Stands for GitHub: one file is the comment, if there is one.
echo "$*" >> "$CALLS"
for word; do case "$word" in body=@*) cp "${word#body=@}" "$COMMENT";; --jq) list=1;; esac; done
[ -z "${list:-}" ] || [ ! -f "$COMMENT" ] || { head -n 1 "$COMMENT" | grep -qx '<!-- qsys-schema -->' && echo 42; }
"""

CURL = """\
#!/bin/sh
# Stands for GitLab.
echo "$*" >> "$CALLS"
for word; do case "$word" in body=*) cp "${word#body=<}" "$COMMENT"; exit 0;; esac; done
if [ -f "$COMMENT" ]; then
  python -c 'import json, os; print(json.dumps([{"id": 42, "body": open(os.environ["COMMENT"]).read()}]))'
else
  echo '[{"id": 7, "body": "somebody else"}]'
fi
"""


def _workflow(desk: Desk, path: str, *dialects: str) -> Any:
    """A file as ``init`` writes it."""
    chosen = [word for name in dialects for word in ("--dialect", name)]
    desk.ok("init", "new", *chosen, "--ci", "github", "--ci", "gitlab")
    return yaml.safe_load((desk.root / "new" / path).read_text(encoding="utf-8"))


@pytest.fixture
def desk(run_cli: Command, tmp_path: Path) -> Desk:
    """A branch with a change and its migration, and the programs that a runner has."""
    made = Desk(command=run_cli, dialect="sqlite", url="")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    made.write("qsys-schema.toml", 'dialects = ["sqlite"]\n')
    made.spec()
    made.generate("first")
    git(tmp_path, "add", "schema", "migrations", "qsys-schema.toml")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    made.spec("tags: {type: text, nullable: true}")
    made.generate("tags")
    git(tmp_path, "add", "schema", "migrations")
    git(tmp_path, "commit", "--quiet", "-m", "tags")
    programs = {
        "gh": GH,
        "curl": CURL,
        "pip": "#!/bin/sh\n",
        "python": f'#!/bin/sh\nexec {sys.executable} "$@"\n',
        "qsys-schema": f'#!/bin/sh\nexec {sys.executable} -m qsys_schema "$@"\n',
    }
    for name, text in programs.items():
        program = made.write(f".bin/{name}", text)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return made


def _run(desk: Desk, script: str, variables: Mapping[str, str], *, code: int = 0) -> str:
    """Run a step as a runner does: by a shell that stops at the first failure; what it prints."""
    environment = {
        **desk.command.environment(),
        "PATH": f"{desk.root / '.bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "CALLS": str(desk.root / "calls"),
        "COMMENT": str(desk.root / "comment"),
        "GITHUB_STEP_SUMMARY": str(desk.root / "summary"),
        "GITHUB_REPOSITORY": "queue/queue",
        **variables,
    }
    done = run_to_end(["bash", "-e", "-o", "pipefail", "-c", script], cwd=desk.root, env=environment)
    assert done.returncode == code, done
    return done.stdout


def _revisions(desk: Desk) -> tuple[str, str]:
    return git(desk.root, "rev-parse", "main").strip(), git(desk.root, "rev-parse", "branch").strip()


def test_github_gets_one_comment_and_then_the_same_one_again(desk: Desk) -> None:
    """The steps run as they stand in the file; the summary has the review too, for pull requests from forks."""
    job = _workflow(desk, ".github/workflows/qsys-schema-review.yml", "sqlite")["jobs"]["review"]
    steps = {step["name"]: step for step in job["steps"] if "name" in step}
    base, head = _revisions(desk)
    for _ in range(2):
        _run(desk, steps["Write the review"]["run"], {"BASE": base, "HEAD": head})
        _run(desk, steps["Post it, or put it in the place of the last one"]["run"], {"PULL": "5", "GH_TOKEN": "t"})
    comment = (desk.root / "comment").read_text(encoding="utf-8")
    assert comment.startswith("<!-- qsys-schema -->\n")
    assert "+ add column tags" in comment
    assert "`0002.tags` on sqlite" in comment
    assert (desk.root / "summary").read_text(encoding="utf-8") == comment * 2
    calls = [line.split() for line in (desk.root / "calls").read_text(encoding="utf-8").splitlines()]
    assert [line[line.index("--method") + 1] for line in calls if "--method" in line] == ["POST", "PATCH"]
    assert calls[-1][-4] == "repos/queue/queue/issues/comments/42"


def test_github_hears_at_its_line_what_a_branch_adds(desk: Desk) -> None:
    """The last step, whatever became of the others: it fails where lint finds an error, on any of the databases."""
    job = _workflow(desk, ".github/workflows/qsys-schema-review.yml", "sqlite")["jobs"]["review"]
    base, _ = _revisions(desk)
    step = job["steps"][-1]
    assert step["if"] == "${{ !cancelled() }}"
    _run(desk, step["run"], {"BASE": base})
    desk.ok("generate", "--empty", "slim")
    for name, text in (("", "DROP TABLE jobs"), (".rollback", "CREATE TABLE jobs (id INTEGER PRIMARY KEY)")):
        path = desk.folder / f"0003.slim{name}.sql"
        path.write_text(f"{path.read_text(encoding='utf-8')}{text};\n", encoding="utf-8")
    assert "::error file=migrations/sqlite/0003.slim.sql" in _run(desk, step["run"], {"BASE": base}, code=1)


def test_github_trusts_nobody_elses_code(desk: Desk) -> None:
    """No secret where a fork's code runs, no token that may do more than comment, nothing of a title in a shell."""
    workflow = _workflow(desk, ".github/workflows/qsys-schema-review.yml", "sqlite", "postgres")
    assert set(workflow[True]) == {"pull_request"}, "pull_request_target would hand a fork's code a token that writes"
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    steps = workflow["jobs"]["review"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)
    (checkout,) = (step for step in steps if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert workflow["jobs"]["review"]["env"]["QSYS_SCRATCH_POSTGRES_URL"].startswith("postgresql://")


def test_gitlab_gets_one_note_and_then_the_same_one_again(desk: Desk) -> None:
    """And only the file where it has no token."""
    job = _workflow(desk, ".gitlab-ci.yml", "sqlite")["qsys-schema-review"]
    base, head = _revisions(desk)
    variables = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_COMMIT_SHA": head,
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "2",
    }
    script = "\n".join(job["script"])
    _run(desk, script, variables)
    assert (desk.root / "review.md").read_text(encoding="utf-8").startswith("<!-- qsys-schema -->\n")
    assert not (desk.root / "calls").exists()
    for _ in range(2):
        _run(desk, script, {**variables, "QSYS_REVIEW_TOKEN": "secret"})
    calls = (desk.root / "calls").read_text(encoding="utf-8").splitlines()
    assert [line.rsplit("/", 1)[1] for line in calls if "body" in line] == ["notes", "42"]
    assert "--request PUT" in calls[-1]
