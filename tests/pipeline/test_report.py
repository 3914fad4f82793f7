"""What lies between two git revisions: changes, risks, and whether the migrations do what the specs say."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command
from tests.pipeline.desk import Desk, git

pytestmark = pytest.mark.slow

TAGS = "tags: {type: text, nullable: true}"

QUERY = """\
queries:
  owned:
    sql: SELECT id FROM jobs WHERE owner = :owner
    returns: many
"""


def commit(desk: Desk, text: str) -> None:
    """Commit what is there."""
    git(desk.root, "add", "--all", "schema", "migrations", "qsys-schema.toml")
    git(desk.root, "commit", "--quiet", "-m", text)


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a CI that runs these tests says of its own branch is not about theirs."""
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(desk: Desk) -> Desk:
    """The project as a repository whose first commit is on main, with a branch checked out."""
    git(desk.root, "init", "--quiet", "--initial-branch=main")
    commit(desk, "first")
    git(desk.root, "checkout", "--quiet", "-b", "branch")
    return desk


def looked(desk: Desk, *arguments: str) -> tuple[Any, Any]:
    """The report as JSON: all of it, and its only database."""
    found = desk.json("report", *arguments)
    (database,) = found["databases"]
    return found, database


def test_a_branch_with_its_migration_agrees(repository: Desk) -> None:
    """Changes with the line of the newer revision, and the new migration, proven."""
    repository.spec(TAGS)
    repository.generate("add_tags")
    commit(repository, "tags")
    status = git(repository.root, "status", "--porcelain")
    found, database = looked(repository, "main...HEAD")
    assert found["findings"] == []
    assert found["from"] == {"revision": "main", "commit": git(repository.root, "rev-parse", "main").strip()}
    (change,) = database["difference"]["changes"]
    assert (change["kind"], change["ref"], change["because"]) == ("add_column", "jobs.tags", "schema/jobs.yaml:5")
    assert [one["migration"] for one in database["new"]] == ["0002.add_tags"]
    assert database["new"][0]["proven"].startswith(
        "forward, back and forward again on a scratch copy with made-up rows"
    )
    assert database["left"] == []
    assert database["difference"]["migrations"] == ["0002.add_tags"]
    assert git(repository.root, "status", "--porcelain") == status, "nothing that is checked out was touched"
    text = repository.ok("report", "main...HEAD", "--exit-code").stdout
    assert "add column jobs.tags" in text
    assert "new migration 0002.add_tags: proven forward" in text
    markdown = repository.ok("report", "main...HEAD", "--format", "markdown").stdout
    assert f"Proven forward, back and forward again: `0002.add_tags` on {repository.dialect}." in markdown
    assert f"- file: `migrations/{repository.dialect}/0002.add_tags.sql`" in markdown
    assert "qsys-review-" not in markdown, "where it was unpacked is nobody's business"


def test_a_change_without_a_migration_says_so(repository: Desk) -> None:
    """With the plan that would be written; and it is a finding for whoever asks for an exit code."""
    repository.spec(TAGS)
    found, database = looked(repository, "HEAD")
    assert [one["text"] for one in found["findings"]] == [
        f"on {repository.dialect} no migration does this yet; run `qsys-schema generate`"
    ]
    assert found["to"] == {"revision": "the working tree", "commit": None}
    assert database["new"] == []
    assert database["left"]
    assert repository.run("report", "HEAD", "--exit-code").code == 3
    markdown = repository.ok("report", "--format", "markdown").stdout
    assert "No migration does this yet: `qsys-schema generate` proves one and writes it." in markdown
    assert "- not written yet" in markdown
    assert "ADD COLUMN" in markdown


def test_a_migration_that_does_something_else_is_found(repository: Desk) -> None:
    """The specs say more than the migration that came with them."""
    repository.spec(TAGS)
    repository.generate("add_tags")
    repository.spec(TAGS, "colour: {type: text, nullable: true}")
    found, database = looked(repository, "main")
    assert f"on {repository.dialect} no migration does this: add column jobs.colour" in found["findings"][0]["text"]
    assert len(database["left"]) == 1


def test_a_migration_that_does_not_work_is_found(repository: Desk) -> None:
    """Written by hand, without a rollback, and wrong: each of it is said, and its SQL is shown all the same."""
    bad = repository.folder / "0002.bad.sql"
    bad.write_text("ALTER TABLE nowhere ADD COLUMN x TEXT;\n", encoding="utf-8")
    found, database = looked(repository, "HEAD")
    told = [one["text"] for one in found["findings"] if one["where"].endswith("0002.bad.sql")]
    assert any("has no rollback" in text for text in told)
    assert any("nowhere" in text for text in told)
    assert database["new"] == [{"migration": "0002.bad", "proven": None}]
    markdown = repository.ok("report", "HEAD", "--format", "markdown").stdout
    assert "ALTER TABLE nowhere" in markdown
    assert "Proven" not in markdown
    assert "0002.bad: not proven" in repository.ok("report", "HEAD").stdout


def test_a_migration_that_was_edited_or_deleted_is_a_danger(repository: Desk) -> None:
    """Somebody may have applied it: that is said before anything else."""
    repository.spec(TAGS)
    repository.generate("add_tags")
    commit(repository, "tags")
    path = repository.folder / "0001.first.sql"
    path.write_text(path.read_text(encoding="utf-8") + "-- edited\n", encoding="utf-8")
    for name in ("0002.add_tags.sql", "0002.add_tags.rollback.sql"):
        (repository.folder / name).unlink()
    found, database = looked(repository, "HEAD")
    assert database["edited"] == [f"migrations/{repository.dialect}/0001.first.sql"]
    assert database["deleted"] == [f"migrations/{repository.dialect}/0002.add_tags.sql"]
    told = {one["where"]: one["text"] for one in found["findings"]}
    assert told[database["edited"][0]].startswith("it was edited, and may be applied somewhere already")
    assert any(text.startswith("it is gone") for text in told.values())
    markdown = repository.ok("report", "HEAD", "--format", "markdown").stdout
    assert "[!CAUTION]" in markdown.partition("####")[0]
    assert markdown.index("What does not hold") < markdown.index("#### ") + 30


def test_a_rename_by_a_migration_is_no_loss(repository: Desk) -> None:
    """The answer was given when the migration was written: nobody is asked again, and nothing is called lost."""
    text = (repository.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    repository.write("schema/jobs.yaml", text.replace("owner:", "worker:"))
    repository.generate("rename", "--rename", "jobs.owner=jobs.worker")
    _, database = looked(repository, "main")
    difference = database["difference"]
    assert [one["kind"] for one in difference["changes"]] == ["rename_column"]
    assert "rename" not in {one["kind"] for one in difference["decisions"]}
    assert not [one for one in difference["changes"] for risk in one["risks"] if risk["kind"] == "loses-data"]


def test_a_rename_that_nobody_has_decided_is_asked_about(repository: Desk) -> None:
    """In words, with the options that answer it."""
    text = (repository.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    repository.write("schema/jobs.yaml", text.replace("owner:", "worker:"))
    markdown = repository.ok("report", "main", "--format", "markdown").stdout
    assert "#### To be decided" in markdown
    assert "answer with `--rename jobs.owner=jobs.worker`" in markdown
    answered = repository.ok("report", "main", "--rename", "jobs.owner=jobs.worker", "--format", "markdown").stdout
    assert "#### To be decided" not in answered


def test_a_query_that_breaks_is_named_with_its_line(repository: Desk) -> None:
    """Here, and where only the code that runs until the deploy still asks it."""
    with_query = (repository.root / "schema/jobs.yaml").read_text(encoding="utf-8") + QUERY
    repository.write("schema/jobs.yaml", with_query)
    commit(repository, "query")
    gone = with_query.replace("  owner: {type: text, nullable: true}\n", "")
    repository.write("schema/jobs.yaml", gone)
    markdown = repository.ok("report", "HEAD", "--format", "markdown").stdout
    line = gone.splitlines().index("  owned:") + 1
    assert f"- `jobs.owned` in `schema/jobs.yaml:{line}` no longer works: " in markdown
    assert "while this is applied" not in markdown
    repository.write("schema/jobs.yaml", gone.replace(QUERY, ""))
    found, database = looked(repository, "HEAD")
    (risk,) = database["old_code"]
    assert risk["reason"].startswith(
        f"schema/jobs.yaml:{with_query.splitlines().index('  owned:') + 1}: query jobs.owned"
    )
    assert "query" not in str(found["findings"])
    markdown = repository.ok("report", "HEAD", "--format", "markdown").stdout
    assert "which the code of `HEAD` still asks while this is applied" in markdown


def test_specs_that_are_not_valid_are_findings(repository: Desk) -> None:
    """Of the newer revision with their lines; those of the older one are stood for by its migrations."""
    good = (repository.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    repository.write("schema/jobs.yaml", good.replace("nullable: true", "nulable: true"))
    commit(repository, "wrong")
    found, database = looked(repository, "main..HEAD")
    assert found["findings"][0]["where"].startswith("schema/jobs.yaml:4")
    assert database["difference"] is None
    assert "the specs are not valid" in repository.ok("report", "main..HEAD").stdout
    repository.spec(TAGS)
    found, database = looked(repository, "HEAD")
    assert [one["ref"] for one in database["difference"]["changes"]] == ["jobs.tags"]
    assert "so its migrations stand for them" in found["remarks"][0]["text"]


def test_a_project_that_is_new_is_all_added(repository: Desk) -> None:
    """There was no schema before: everything is new, and nothing is wrong with that."""
    git(repository.root, "checkout", "--quiet", "--orphan", "empty")
    git(repository.root, "rm", "--quiet", "-r", "--cached", ".")
    git(repository.root, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    found, database = looked(repository, "empty..branch")
    assert found["findings"] == []
    assert [one["kind"] for one in database["difference"]["changes"]] == ["add_table"]
    assert [one["migration"] for one in database["new"]] == ["0001.first"]


def test_both_databases_of_a_project_are_told_together(run_cli: Command, postgres_url: str) -> None:
    """A change is said once, and what is lost too; each has its migration."""
    repository = Desk(command=run_cli, dialect="postgres", url=postgres_url)
    git(repository.root, "init", "--quiet", "--initial-branch=main")
    repository.write("qsys-schema.toml", 'dialects = ["sqlite", "postgres"]\n')
    repository.spec()
    repository.generate("first")
    commit(repository, "first")
    repository.spec(TAGS)
    repository.ok("generate", "--dialect", "postgres", "tags")
    found = repository.json("report", "main")
    assert [one["dialect"] for one in found["databases"]] == ["sqlite", "postgres"]
    markdown = repository.ok("report", "main", "--format", "markdown").stdout
    assert markdown.count("add column tags") == 1
    assert "No migration does this yet on sqlite: `qsys-schema generate`" in markdown
    assert repository.json("report", "main", "--dialect", "postgres")["databases"][0]["dialect"] == "postgres"


def test_check_says_what_the_branch_changes(repository: Desk) -> None:
    """Findings first; the branch is what was added to main, where git knows it."""
    repository.spec(TAGS)
    done = repository.run("check", "--format", "markdown")
    assert done.code == 3
    assert "- `schema`: no migration does what the specs say: add column jobs.tags" in done.stdout
    assert "+ add column tags" in done.stdout
    repository.generate("add_tags")
    text = repository.ok("check", "--format", "markdown").stdout
    assert "Checked 1 specs and 2 migrations, forward and back: all of it holds." in text
    assert "`0002.add_tags`" in text


def test_check_needs_no_git(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the findings are all there is to say."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(desk.root.parent))
    done = desk.ok("check", "--format", "markdown")
    assert "No change of the schema" in done.stdout
    assert "what this branch changes is not told: git does not read this folder" in done.stderr


def test_a_live_database_tells_sizes_in_the_comment(desk: Desk) -> None:
    """How many rows the change is about."""
    desk.ok("apply", *desk.database)
    desk.sql("INSERT INTO jobs (id, owner) VALUES (1, 'a'), (2, 'b')")
    text = (desk.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    desk.write("schema/jobs.yaml", text.replace("  owner: {type: text, nullable: true}\n", ""))
    found = desk.ok("diff", *desk.database, "--format", "markdown").stdout
    assert "**`jobs`** \u00b7 2 rows" in found
    assert "[!CAUTION]" in found
    assert "#### To be decided" in found
    assert "`--allow drop-column:jobs.owner`" in found
    assert "does not bring back `column jobs.owner`" in found
    desk.spec()
    assert "No change of the schema" in desk.ok("diff", *desk.database, "--format", "markdown").stdout


# What git may be like.


@pytest.fixture
def small(run_cli: Command, tmp_path: Path) -> Desk:
    """A repository with two commits that both have specs, on the database that needs no server."""
    desk = Desk(command=run_cli, dialect="sqlite", url="sqlite:///desk.db")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    desk.write("qsys-schema.toml", 'dialects = ["sqlite"]\n')
    desk.spec()
    desk.generate("first")
    commit(desk, "first")
    desk.spec(TAGS)
    desk.generate("tags")
    commit(desk, "second")
    return desk


def test_what_git_does_not_know_is_explained(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision, a name that looks like an option, a pair that is none, a repository that is none, no git at all."""
    assert "git knows no revision 'nowhere' here" in small.refused("report", "nowhere", code=2)
    assert "git fetch origin nowhere" in small.refused("report", "nowhere...HEAD", code=2)
    assert "git knows no revision '--upload-pack=x' here" in small.refused("report", "--", "--upload-pack=x", code=2)
    assert "is no pair of revisions" in small.refused("report", "main..HEAD..main", code=2)
    git(small.root, "checkout", "--quiet", "--orphan", "apart")
    git(small.root, "commit", "--quiet", "-m", "apart")
    assert "have no commit in common" in small.refused("report", "main...apart", code=2)
    assert small.json("report", "main..apart")["findings"] == []
    (small.root / ".git").rename(small.root / "elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.root.parent))
    assert "not a git repository" in small.refused("report", "main", code=2)
    monkeypatch.setenv("PATH", str(small.root))
    assert "git is not installed" in small.refused("report", "main", code=2)


def test_a_clone_without_the_past_says_how_to_get_it(small: Desk, tmp_path: Path) -> None:
    """As a workflow checks it out that nobody told otherwise."""
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{small.root}", "shallow")
    shallow = Desk(command=_in(small, tmp_path / "shallow"), dialect="sqlite", url=small.url)
    said = shallow.refused("report", "HEAD~1..HEAD", code=2)
    assert "fetch-depth: 0" in said
    assert shallow.json("report", "HEAD")["findings"] == []


def test_a_repository_without_files_is_enough(small: Desk, tmp_path: Path) -> None:
    """A bare clone, as servers have it; only there is nothing to compare one revision with."""
    git(tmp_path, "clone", "--quiet", "--bare", str(small.root), "bare.git")
    bare = Desk(command=_in(small, tmp_path / "bare.git"), dialect="sqlite", url=small.url)
    (database,) = bare.json("report", "HEAD~1..HEAD")["databases"]
    assert [one["migration"] for one in database["new"]] == ["0002.tags"]
    assert "no files checked out" in bare.refused("report", "HEAD~1", code=2)


def test_a_project_in_a_folder_of_a_repository_is_found(small: Desk, tmp_path: Path) -> None:
    """Paths are those of the project, whatever stands above it; a folder outside of the repository has no past."""
    folder = tmp_path / "services" / "queue"
    folder.mkdir(parents=True)
    git(tmp_path, "mv", "schema", "migrations", "qsys-schema.toml", "services/queue")
    git(tmp_path, "commit", "--quiet", "-m", "moved")
    inner = Desk(command=_in(small, folder), dialect="sqlite", url=small.url)
    inner.spec(TAGS, "colour: {type: text, nullable: true}")
    (database,) = inner.json("report", "HEAD")["databases"]
    assert [one["because"] for one in database["difference"]["changes"]] == ["schema/jobs.yaml:6"]
    assert "lies outside of the repository" in inner.refused("report", "HEAD", "--schema", "../../../x", code=2)


def test_links_and_submodules_are_not_followed(small: Desk, tmp_path: Path) -> None:
    """What a link leads to is not what is in git."""
    (tmp_path / "secret.yaml").write_text("table: secret\ncolumns: {id: {type: text}}\n", encoding="utf-8")
    (small.root / "schema" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    commit(small, "link")
    found = small.json("report", "HEAD~1..HEAD")
    assert found["remarks"] == [
        {"where": "schema/link.yaml", "text": "in HEAD it is a symbolic link, which is not followed"}
    ]
    assert "secret" not in str(found["databases"])


def test_a_tree_that_leads_out_of_its_folder_is_not_written(small: Desk) -> None:
    """Git itself refuses such a tree; one that was made by hand must not write anywhere either."""

    def made(kind: str, content: bytes) -> str:
        done = subprocess.run(
            ["git", "hash-object", "-t", kind, "-w", "--stdin", "--literally"],  # noqa: S607 - whichever git there is
            cwd=small.root,
            input=content,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    blob = made("blob", b"table: evil\ncolumns: {id: {type: text}}\n")
    evil = made("tree", b"100644 evil.yaml\0" + bytes.fromhex(blob))
    schema = made("tree", b"40000 ..\0" + bytes.fromhex(evil))
    root = made("tree", b"40000 schema\0" + bytes.fromhex(schema))
    hostile = git(small.root, "commit-tree", root, "-m", "evil").strip()
    before = {path for path in small.root.parent.rglob("*") if ".git" not in path.parts}
    found = small.json("report", f"{hostile}..HEAD")
    assert "leads out of its folder" in str(found["remarks"])
    assert {path for path in small.root.parent.rglob("*") if ".git" not in path.parts} == before


def test_the_base_is_known_where_ci_says_it(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a revision it is the branch that this one is merged into; where nobody says which, it is asked for."""
    git(small.root, "checkout", "--quiet", "-b", "branch")
    git(small.root, "branch", "--quiet", "-m", "main", "trunk")
    assert "what to compare with is not known" in small.refused("report", code=2)
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    small.spec()
    found = small.json("report")
    assert found["from"]["revision"] == "trunk"


def _in(desk: Desk, folder: Path) -> Command:
    return replace(desk.command, folder=folder)
