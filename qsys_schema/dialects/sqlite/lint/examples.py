"""Examples of shared rules as SQLite has them: what it cannot alter, somebody rebuilds by hand."""

from __future__ import annotations

from collections.abc import Mapping

from qsys_schema.model.rule import Example

_OWNED = "id integer PRIMARY KEY, owner varchar(20)"
_JOBS = f"CREATE TABLE jobs ({_OWNED}, parent integer);"
_KEYLESS = "CREATE TABLE jobs (id integer NOT NULL, owner varchar(20), parent integer);"
_ADDED = "ALTER TABLE jobs ADD COLUMN tries integer;"
_CHECKED = f"CREATE TABLE jobs ({_OWNED}, parent integer, CONSTRAINT own CHECK (owner <> ''));"
_REFERRING = (
    "CREATE TABLE owners (name varchar(20) PRIMARY KEY);\n"
    f"CREATE TABLE jobs ({_OWNED}, parent integer, CONSTRAINT own FOREIGN KEY (owner) REFERENCES owners);"
)


def _rebuilt(columns: str, copied: str = "id, owner, parent", given: str = "") -> str:
    """The table with these columns; ``given`` is what is copied into them."""
    return (
        f"CREATE TABLE new_jobs ({columns});\nINSERT INTO new_jobs ({copied}) SELECT {given or copied} FROM jobs;\n"
        "DROP TABLE jobs;\nALTER TABLE new_jobs RENAME TO jobs;"
    )


_WITH_TRIES = f"{_OWNED}, parent integer, tries integer NOT NULL"
_WITH_OWNER = "id integer PRIMARY KEY, owner varchar(20) NOT NULL, parent integer"

EXAMPLES: Mapping[str, tuple[Example, ...]] = {
    "DS102": (
        Example(
            setup="CREATE VIRTUAL TABLE texts USING fts5(body);",
            bad="DROP TABLE texts;",
            good="CREATE VIRTUAL TABLE others USING fts5(body);",
        ),
    ),
    "DS110": (
        Example(
            setup=f"{_JOBS}\nCREATE TABLE runs (id integer);\n"
            "CREATE TRIGGER swept AFTER INSERT ON runs BEGIN DELETE FROM jobs; END;",
            bad="INSERT INTO runs VALUES (1);",
            good="CREATE TABLE more (id integer);\nINSERT INTO more VALUES (1);",
        ),
    ),
    "DS111": (
        Example(
            setup=_JOBS,
            bad="INSERT OR REPLACE INTO [jobs] (id) SELECT id FROM jobs;",
            good="INSERT OR REPLACE INTO jobs (id) VALUES (1);",
        ),
    ),
    "MF103": (
        Example(
            setup=_JOBS,
            bad=_rebuilt(_WITH_TRIES),
            good=_rebuilt(_WITH_TRIES, "id, owner, tries, parent", "id, owner, 0, parent"),
        ),
    ),
    "MF104": (
        Example(
            setup=_JOBS,
            bad=_rebuilt(_WITH_OWNER),
            good=_rebuilt(_WITH_OWNER, "id, owner, parent", "id, coalesce(owner, ''), parent"),
        ),
    ),
    "MF105": (Example(setup=_JOBS, bad=_rebuilt(f"{_OWNED}, parent integer, CHECK (parent <> id)"), good=_ADDED),),
    "MF106": (
        Example(
            setup=_JOBS,
            bad=_rebuilt(f"{_OWNED}, parent integer REFERENCES jobs (id)"),
            good="ALTER TABLE jobs ADD COLUMN boss integer REFERENCES jobs (id);",
        ),
    ),
    "MF107": (Example(setup=_KEYLESS, bad=_rebuilt(f"{_OWNED}, parent integer"), good=_ADDED),),
    "CD101": (Example(setup=_REFERRING, bad=_rebuilt(f"{_OWNED}, parent integer"), good=_ADDED),),
    "CD102": (Example(setup=_CHECKED, bad=_rebuilt(f"{_OWNED}, parent integer"), good=_ADDED),),
    "CD103": (
        Example(setup=_JOBS, bad=_rebuilt("id integer NOT NULL, owner varchar(20), parent integer"), good=_ADDED),
    ),
    "PO101": (
        Example(
            setup="",
            bad="CREATE TABLE runs (id integer);",
            good="CREATE TABLE runs ( -- What was run.\n  id integer\n);",
            policy='require_comments = ["table"]',
        ),
    ),
}
