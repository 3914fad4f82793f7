"""A database that another branch has been at: what its migration did is not taken for somebody's hand."""

from __future__ import annotations

from tests.pipeline.desk import Desk


def test_what_another_branch_applied_is_named_with_its_migration(desk: Desk) -> None:
    """Every command that finds it says which migration it may be, and what to do before anything is taken over."""
    here = desk.files()
    desk.spec("theirs: {type: text, nullable: true}")
    desk.generate("theirs")
    desk.ok("apply", *desk.database)
    desk.put(here)
    desk.spec("ours: {type: text, nullable: true}")
    said = desk.refused("generate", "ours", *desk.database)
    assert "0002.theirs: applied on " in said
    assert "no file of it is here" in said
    assert "add column jobs.theirs" in said
    assert "if it is another branch's, merge that" in said

    shown = desk.ok("status", *desk.database).stdout
    assert "first look  applied here without a file: 0002.theirs; another branch's?\n" in shown
    assert shown.index("first look") < shown.index("keep it")

    desk.generate("ours")
    said = desk.refused("apply", *desk.database)
    assert "perhaps not by hand: applied here without a file: 0002.theirs; another branch's?" in said
