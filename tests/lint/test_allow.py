"""Acknowledgements: by code and name, with a reason; and what a header has said already."""

from __future__ import annotations

import pytest

from qsys_schema.history.header import comment, printable
from qsys_schema.lint.allow import allowed
from qsys_schema.lint.stated import stated
from qsys_schema.model.ref import Ref
from tests.lint.house import Shelf, codes

SETUP = 'CREATE TABLE jobs (id integer PRIMARY KEY, a integer, b integer, "x: y.z" integer);'
DROP_A = "ALTER TABLE jobs DROP COLUMN a;"
GOOD = "-- qsys:allow DS103 jobs.a: moved"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GOOD}\n{DROP_A}", ""),
        (f"{DROP_A}\n{GOOD}", ""),
        (f'--   qsys:allow DS103 "jobs"."a" : moved\n{DROP_A}', ""),
        (f"-- QSYS:ALLOW DS103,BC102 jobs.a: moved\n{DROP_A}", "AK102"),
        (f"-- qsys:allow DS103 jobs.a:\n{DROP_A}", "AK101 DS103"),
        (f"-- qsys:allow DS103 jobs.a   \n{DROP_A}", "AK101 DS103"),
        (f"-- qsys:allow DS103 jobs.b: moved\n{DROP_A}", "AK102 DS103"),
        (f"-- qsys:allow DS103 jobs: moved\n{DROP_A}", "AK102 DS103"),
        (f"-- qsys:allow XX999 jobs.a: moved\n{DROP_A}", "AK103 DS103"),
        (f"-- qsys:allow\n{DROP_A}", "AK103 DS103"),
        (f"-- qsys:allowed DS103 jobs.a: moved\n{DROP_A}", "DS103"),
        (f"INSERT INTO jobs (id) VALUES (1);\n/*\n{GOOD}\n*/\n{DROP_A}", "DS103"),
        (f"INSERT INTO jobs (id, a) VALUES (1, '\n{GOOD}\n');\n{DROP_A}", "DS103"),
        ('-- qsys:allow DS103 jobs.x: y.z: it was odd\nALTER TABLE jobs DROP COLUMN "x: y.z";', ""),
        ('-- qsys:allow DS103 jobs."x: y.z": it was odd\nALTER TABLE jobs DROP COLUMN "x: y.z";', ""),
        ('-- qsys:allow DS103 jobs.x: y.z\nALTER TABLE jobs DROP COLUMN "x: y.z";', "AK101 DS103"),
    ],
)
def test_what_counts(text: str, expected: str, sqlite_shelf: Shelf) -> None:
    """A line of its own outside all statements, with a code, the name, a colon and a reason."""
    assert codes(sqlite_shelf.found(SETUP, text)) == expected.split()


def test_the_reason_is_kept(sqlite_shelf: Shelf) -> None:
    """Whoever reads the findings reads it, too."""
    found = sqlite_shelf.found(SETUP, f"-- qsys:allow DS103 jobs.a: moved: see 0012 -- yes\n{DROP_A}")
    assert [one.acknowledged for one in found if one.code == "DS103"] == ["moved: see 0012 -- yes"]


def test_a_name_of_several_lines_stands_on_one() -> None:
    """As the header spells it."""
    ref = Ref(table="a\nb", kind="table")
    (line,) = allowed(iter([(1, "-- qsys:allow DS102 a\\nb: gone")]))
    assert line.reason("DS102", ref, printable) == "gone"


def test_no_text_of_a_spec_becomes_an_acknowledgement() -> None:
    """A description is put into a header, and says nothing there but itself."""
    written = list(comment("qsys:allow DS102 jobs: it is fine"))
    assert not allowed(iter(enumerate(written, start=1)))


HEADER = """\
-- 0002.x
-- Risks:
--   DS103 loses-data jobs.a: the values of
--   jobs.a are lost
-- Rolling back:
--   none
-- DS103 loses-data jobs.b: no risk, but a line
"""


def test_a_header_states_what_its_sections_say() -> None:
    """A risk over two lines is one; what stands elsewhere is none."""
    known = stated(f"{HEADER}-- Written by qsys-schema for SQLite >= 3.35.\n")
    assert known == {("DS103", "jobs.a: the values of jobs.a are lost")}


def test_a_header_by_hand_states_nothing() -> None:
    """Whoever writes a migration says with a reason why it is right."""
    assert not stated(HEADER)


def test_what_is_added_to_a_generated_file_is_not_stated(sqlite_shelf: Shelf) -> None:
    """The header is of what was generated."""
    head = f"{HEADER}-- Written by qsys-schema for SQLite >= 3.35.\n"
    assert codes(sqlite_shelf.found(SETUP, f"{head}{DROP_A}\nALTER TABLE jobs DROP COLUMN b;")) == ["DS103"]
