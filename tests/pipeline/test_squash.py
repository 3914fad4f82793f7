"""Many migrations become one, and databases that have the many are recognised."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qsys_schema.history.read import load
from tests.pipeline.desk import Desk

pytestmark = pytest.mark.slow

TAGS = "tags: {type: text, nullable: true}"
CHECKED = 'size: {type: integer, default: 0}\nchecks:\n  - {name: ck_jobs_size, expression: "size >= 0"}'


@pytest.fixture
def grown(desk: Desk) -> Desk:
    """A project of three migrations that the tool wrote."""
    desk.spec(TAGS)
    desk.generate("tags", "--offline")
    desk.spec(TAGS, CHECKED)
    desk.generate("size", "--offline")
    return desk


def by_hand(desk: Desk, name: str, forward: str, rollback: str, *, rows: str = "") -> None:
    """One more migration, written by hand and sealed."""
    desk.ok("generate", "--empty", name)
    path = desk.folder / f"{desk.ids()[-1]}.sql"
    text = path.read_text(encoding="utf-8")
    text = text.replace("-- depends:", f"-- rows: {rows}\n-- depends:") if rows else text
    path.write_text(f"{text}{forward};\n", encoding="utf-8")
    path.with_name(f"{path.stem}.rollback.sql").write_text(f"{rollback};\n", encoding="utf-8")
    desk.ok("seal")


def test_the_one_makes_what_all_made_and_new_databases_run_it(grown: Desk) -> None:
    """With the name of the last, so that what follows stays as it is."""
    after = load(grown.folder, "0003.size").after
    shown = grown.json("squash", "--to", "0003.size")
    assert shown["replaces"] == ["0001.first", "0002.tags", "0003.size"]
    assert shown["kept"] == []
    assert grown.ids() == ["0003.size"]
    assert sorted(grown.files()) == ["0003.size.rollback.sql", "0003.size.sql", "qsys.sum"]
    made = load(grown.folder, "0003.size")
    assert made.after == after
    assert "ALTER TABLE" not in "\n".join(made.forward)
    grown.check()
    assert grown.ok("apply", *grown.database).stdout == "applied 0003.size\n"
    grown.ok("diff", "--exit-code", *grown.database)
    grown.ok("status", "--exit-code", *grown.database)
    grown.ok("rollback", *grown.database)
    grown.ok("apply", *grown.database)


def test_what_follows_stays_as_it_is(grown: Desk) -> None:
    """Applied or not, nobody has to touch it; another name is refused for that."""
    grown.ok("apply", "--to", "0002.tags", *grown.database)
    follower = (grown.folder / "0003.size.sql").read_bytes()
    assert "0003.size follows 0002.tags by its name" in grown.refused("squash", "--to", "0002.tags", "base", code=2)
    grown.ok("squash", "--to", "0002.tags")
    assert (grown.folder / "0003.size.sql").read_bytes() == follower
    grown.check()
    assert grown.ok("apply", *grown.database).stdout == "applied 0003.size\n"


@pytest.mark.parametrize("name", [(), ("base",)])
def test_a_database_that_has_all_is_recognised_and_nothing_runs(grown: Desk, name: Sequence[str]) -> None:
    """By `status`, which only reads, and by `generate`; `apply` records it; `rollback` takes all of it back."""
    grown.ok("apply", *grown.database)
    grown.sql("INSERT INTO jobs (id) VALUES (1)")
    grown.ok("squash", "--to", "0003.size", *name)
    identifier = f"0003.{name[0]}" if name else "0003.size"
    for _ in range(2):
        state = grown.json("status", "--exit-code", *grown.database)
        assert (state["applied"], state["pending"], state["unknown"], state["edited"]) == ([identifier], [], [], [])
        assert "nothing to do" in grown.ok("generate", *grown.database).stdout
        assert grown.ok("apply", *grown.database).stdout.startswith("nothing to do")
    assert grown.sql("SELECT migration_id FROM _yoyo_migration") == [(identifier,)]
    assert grown.sql("SELECT count(*) FROM jobs") == [(1,)]
    path = grown.folder / f"{identifier}.sql"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("-- Locks", "-- locks"), encoding="utf-8")
    assert "YO103" in grown.refused("seal", *grown.database)
    path.write_text(text, encoding="utf-8")
    assert grown.ok("rollback", *grown.database).stdout == f"rolled back {identifier}\n"
    assert grown.json("status", *grown.database)["applied"] == []
    grown.ok("apply", *grown.database)


def test_a_database_that_has_a_part_is_refused_with_advice(grown: Desk) -> None:
    """Brought up with the old files, it is recognised."""
    old = grown.files()
    grown.ok("apply", "--to", "0002.tags", *grown.database)
    grown.ok("squash", "--to", "0003.size")
    new = grown.files()
    said = grown.refused("apply", *grown.database)
    assert "only 0001.first, 0002.tags are applied here, not 0003.size" in said
    assert "from before the squash" in said
    assert "0003.size" in grown.refused("status", "--exit-code", *grown.database, code=3)
    state = grown.json("status", *grown.database)
    assert (state["pending"], state["unknown"], state["drift"], state["drifted"]) == (["0003.size"], [], [], None)
    assert "from before the squash" in state["problems"][0]
    assert "cannot be found out" in state["limits"][0]
    assert "from before the squash" in grown.refused("generate", *grown.database)
    grown.put(old)
    grown.ok("apply", *grown.database)
    grown.put(new)
    grown.ok("apply", *grown.database)
    grown.ok("status", "--exit-code", *grown.database)


def test_statements_that_write_rows_are_kept_in_order(grown: Desk) -> None:
    """From the first of them on everything stays word for word: rows must go the way that they went."""
    by_hand(grown, "seed", "INSERT INTO jobs (id, owner) VALUES (1, 'a')", "DELETE FROM jobs WHERE id = 1", rows="jobs")
    grown.spec(TAGS, "more: {type: integer, default: 7}", CHECKED)
    grown.generate("more", "--offline")
    by_hand(grown, "raise", "UPDATE jobs SET owner = 'b', more = more + 1", "SELECT 1", rows="jobs")
    shown = grown.json("squash", "--to", "0006.raise")
    assert shown["kept"] == ["0004.seed", "0005.more", "0006.raise"]
    made = load(grown.folder, "0006.raise")
    text = "\n".join(made.forward)
    assert text.index("INSERT INTO jobs (id, owner)") < text.index("more") < text.index("UPDATE jobs SET owner")
    grown.check()
    grown.ok("apply", *grown.database)
    assert grown.sql("SELECT id, owner, more FROM jobs") == [(1, "b", 8)]


def test_a_statement_slipped_into_a_file_of_the_tools_is_kept_too(grown: Desk) -> None:
    """The header says that the tool wrote it; what stands in it decides."""
    path = grown.folder / "0002.tags.sql"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nUPDATE jobs SET owner = 'x';\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("-- depends:", "-- rows: jobs\n-- depends:"), encoding="utf-8")
    grown.ok("seal")
    assert grown.json("squash", "--to", "0003.size")["kept"] == ["0002.tags", "0003.size"]
    assert "UPDATE jobs SET owner = 'x'" in load(grown.folder, "0003.size").forward
    grown.check()


def test_what_cannot_be_kept_is_refused_by_name(desk: Desk) -> None:
    """A statement outside a transaction behind one that writes rows has no place in one file."""
    by_hand(desk, "seed", "INSERT INTO jobs VALUES (1, 'a')", "DELETE FROM jobs WHERE id = 1", rows="jobs")
    desk.spec("tags: {type: text, nullable: true}\nindexes:\n  - columns: [owner]")
    desk.generate("tags")
    last = desk.ids()[-1]
    done = desk.run("squash", "--to", last)
    if all(load(desk.folder, one).transactional for one in desk.ids()):
        assert done.code == 0, done
    else:
        assert "runs outside a transaction" in done.stderr
        assert "0002.seed" in done.stderr


def test_rows_that_hang_on_the_moment_are_refused(desk: Desk) -> None:
    """Nobody could say whether they are the same."""
    by_hand(
        desk,
        "moment",
        "INSERT INTO jobs VALUES (1, CAST(random() AS text))",
        "DELETE FROM jobs WHERE id = 1",
        rows="jobs",
    )
    assert "leaves other rows in jobs" in desk.refused("squash", "--to", "0002.moment")


def test_the_first_alone_and_an_unknown_one_are_wrong_usage(grown: Desk) -> None:
    """In words."""
    assert "nothing to squash" in grown.refused("squash", "--to", "0001.first", code=2)
    assert "did you mean 0002.tags" in grown.refused("squash", "--to", "0002.tag", code=2)
