"""Two branches that each added a migration are merged, and one of them is put behind the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from qsys_schema.history.read import read
from tests.pipeline.desk import Desk, git

pytestmark = pytest.mark.slow

TAGS = "tags: {type: text, nullable: true}"
COLOUR = "colour: {type: text, nullable: true}"


def put_both(desk: Desk, ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> None:
    """The files of both, and the lines of both in the list."""
    lines = sorted({*ours["qsys.sum"].splitlines(), *theirs["qsys.sum"].splitlines()}, key=lambda one: one[66:])
    desk.put({**ours, **theirs, "qsys.sum": b"\n".join(lines) + b"\n"})


def merged(desk: Desk, left: Sequence[str], right: Sequence[str], together: Sequence[str]) -> None:
    """What a merge leaves of a branch that added ``left`` and one that added ``right``, as columns of the spec."""
    base = desk.files()
    desk.spec(*left)
    desk.generate("left")
    ours = desk.files()
    desk.put(base)
    desk.spec(*right)
    desk.generate("right")
    put_both(desk, ours, desk.files())
    desk.spec(*together)


@pytest.fixture
def forked(desk: Desk) -> Desk:
    """A project of two branches after the merge."""
    merged(desk, [TAGS], [COLOUR], [TAGS, COLOUR])
    return desk


def test_every_command_says_that_the_history_forks_and_how_it_is_mended(forked: Desk) -> None:
    """One command is named, and it is the same one."""
    for arguments, code in (
        (["check"], 3),
        (["generate", "more"], 1),
        (["apply", *forked.database], 1),
        (["verify", "0002.left"], 1),
        (["status", *forked.database, "--exit-code"], 3),
    ):
        said = forked.refused(*arguments, code=code)
        assert "YO104" in said, arguments
        assert "0002.left" in said
        assert "0002.right" in said
        assert "qsys-schema rebase" in said


def test_the_branch_that_is_named_moves_and_everything_agrees(forked: Desk) -> None:
    """New number, new parent, new fingerprints, proven; nothing of the old name is left."""
    shown = forked.json("rebase", "0002.left")
    assert [(one["from"], one["to"]) for one in shown["moved"]] == [("0002.left", "0003.left")]
    assert shown["left"] == []
    assert forked.ids() == ["0001.first", "0002.right", "0003.left"]
    first, right, left = read(forked.folder)
    assert left.depends == ("0002.right",)
    assert (first.after, right.after) == (right.before, left.before)
    text = (forked.folder / "0003.left.sql").read_text(encoding="utf-8")
    assert text.startswith("-- 0003.left\n")
    assert "put behind 0002.right by `qsys-schema rebase`" in text
    assert "0002.left" not in text + (forked.folder / "0003.left.rollback.sql").read_text(encoding="utf-8")
    assert b"0002.left" not in forked.files()["qsys.sum"]
    assert sorted(forked.files()) == sorted(
        [*(f"{one}{end}" for one in forked.ids() for end in (".sql", ".rollback.sql")), "qsys.sum"]
    )
    forked.check()
    forked.ok("apply", *forked.database)
    forked.ok("diff", "--exit-code", *forked.database)
    forked.ok("rollback", "--to", "0001.first", *forked.database)
    assert forked.ok("rebase").stdout == "nothing to do: the history does not fork\n"


def test_without_a_database_nobody_can_know_which_one_moves(forked: Desk) -> None:
    """So it asks, with both answers; a database that has neither knows no more."""
    for more in ((), forked.database):
        said = forked.refused("rebase", *more)
        assert "`qsys-schema rebase 0002.left` or `qsys-schema rebase 0002.right`" in said


def test_what_is_applied_on_the_database_stays_and_the_other_moves(forked: Desk) -> None:
    """By itself, and against a wish to the contrary."""
    both = forked.files()
    forked.put({name: text for name, text in both.items() if "right" not in name} | {"qsys.sum": _lines(both, "right")})
    forked.ok("apply", *forked.database)
    forked.put(both)
    assert "0002.left is applied" in forked.refused("rebase", "0002.left", *forked.database)
    forked.ok("rebase", *forked.database)
    assert forked.ids() == ["0001.first", "0002.left", "0003.right"]
    assert forked.ok("apply", *forked.database).stdout == "applied 0003.right\n"
    forked.ok("diff", "--exit-code", *forked.database)


def _lines(files: Mapping[str, bytes], without: str) -> bytes:
    kept = [line for line in files["qsys.sum"].splitlines(keepends=True) if without.encode() not in line]
    return b"".join(kept)


def test_what_does_not_work_on_the_other_is_refused_with_the_reason(desk: Desk) -> None:
    """Both branches added the same column: nothing is changed."""
    merged(desk, [TAGS], [TAGS], [TAGS])
    said = desk.refused("rebase", "0002.left")
    assert "behind 0002.right, left does not work any more" in said
    assert "tags" in said
    assert "nothing was changed" in said


def test_what_would_undo_the_other_in_silence_is_refused(desk: Desk) -> None:
    """It would run, but its rollback would not give back what the other branch made."""
    desk.write("schema/seen.yaml", "view: seen\nsql: CREATE VIEW seen AS SELECT id FROM jobs\n")
    desk.generate("seen")
    base = desk.files()
    made: dict[str, Mapping[str, bytes]] = {}
    for side, column in (("left", "owner"), ("right", "id AS number")):
        desk.put(base)
        desk.write("schema/seen.yaml", f"view: seen\nsql: CREATE VIEW seen AS SELECT id, {column} FROM jobs\n")
        desk.generate(side)
        made[side] = desk.files()
    put_both(desk, made["left"], made["right"])
    assert "does not work any more" in desk.refused("rebase", "0003.left")


def test_a_whole_branch_moves_together(desk: Desk) -> None:
    """Several migrations keep their order; a name that was taken by an old file is no obstacle."""
    base = desk.files()
    desk.spec(TAGS)
    desk.generate("step")
    desk.spec(TAGS, "more: {type: integer, nullable: true}")
    desk.generate("step")
    ours = desk.files()
    desk.put(base)
    desk.spec(COLOUR)
    desk.generate("other")
    put_both(desk, ours, desk.files())
    desk.spec(TAGS, "more: {type: integer, nullable: true}", COLOUR)
    desk.ok("rebase", "0003.step")
    assert desk.ids() == ["0001.first", "0002.other", "0003.step", "0004.step"]
    desk.check()


def test_a_merge_by_git_itself(desk: Desk) -> None:
    """The checksums of both sides stand in one conflict, which `rebase` settles; the attribute avoids it."""
    root = desk.root
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    git(root, "checkout", "--quiet", "-b", "side")
    desk.write("schema/other.yaml", "table: other\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    desk.generate("other")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "other")
    git(root, "checkout", "--quiet", "-")
    desk.spec(TAGS)
    desk.generate("tags")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "tags")
    git(root, "merge", "--quiet", "side", code=1)
    assert b"<<<<<<<" in desk.files()["qsys.sum"]
    assert "qsys-schema rebase" in desk.refused("check", code=3)
    desk.ok("rebase", "0002.tags")
    desk.check()
    git(root, "reset", "--quiet", "--hard")
    git(root, "clean", "--quiet", "-fd")
    (root / ".git" / "info" / "attributes").write_text("qsys.sum merge=union\n", encoding="utf-8")
    git(root, "merge", "--quiet", "-m", "both", "side")
    desk.ok("rebase", "0002.tags")
    assert desk.ids() == ["0001.first", "0002.other", "0003.tags"]
    desk.check()
