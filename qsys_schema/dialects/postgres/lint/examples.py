"""Examples of shared rules as PostgreSQL has them."""

from __future__ import annotations

from collections.abc import Mapping

from qsys_schema.model.rule import Example

_OWNED = "id integer PRIMARY KEY, owner varchar(20), parent integer"
_JOBS = f"CREATE TABLE jobs ({_OWNED});"
_PARTED = (
    "CREATE TABLE jobs (id bigint, part integer) PARTITION BY LIST (part);\n"
    "CREATE TABLE jobs_1 PARTITION OF jobs FOR VALUES IN (1);"
)
_NEW_PART = "CREATE TABLE jobs_2 PARTITION OF jobs FOR VALUES IN (2);"
_KEYLESS = "CREATE TABLE jobs (id integer NOT NULL, owner varchar(20), parent integer);"
_ADDED = "ALTER TABLE jobs ADD COLUMN tries integer;"
_CHECKED = f"CREATE TABLE jobs ({_OWNED}, CONSTRAINT own CHECK (owner <> ''));"
_REFERRING = (
    "CREATE TABLE owners (name varchar(20) PRIMARY KEY);\n"
    f"CREATE TABLE jobs ({_OWNED}, CONSTRAINT own FOREIGN KEY (owner) REFERENCES owners);"
)

EXAMPLES: Mapping[str, tuple[Example, ...]] = {
    "MF103": (
        Example(
            setup=_JOBS,
            bad="DO $$ BEGIN ALTER TABLE jobs ADD tries integer NOT NULL; END $$;",
            good="ALTER TABLE jobs ADD COLUMN tries integer NOT NULL DEFAULT 0;\n"
            "ALTER TABLE jobs ALTER COLUMN tries DROP DEFAULT;",
        ),
    ),
    "MF104": (
        Example(
            setup=_JOBS,
            bad="ALTER TABLE jobs ALTER COLUMN owner SET NOT NULL;",
            good="UPDATE jobs SET owner = '' WHERE owner IS NULL;\nALTER TABLE jobs ALTER COLUMN owner SET NOT NULL;",
            also=("PG303",),
        ),
    ),
    "MF105": (
        Example(
            setup=_JOBS,
            bad="ALTER TABLE jobs ADD CHECK (parent <> id);",
            good="ALTER TABLE jobs ADD CONSTRAINT c CHECK (parent <> id) NOT VALID;",
            also=("PG305",),
        ),
    ),
    "MF106": (
        Example(
            setup=_JOBS,
            bad="ALTER TABLE jobs ADD FOREIGN KEY (parent) REFERENCES jobs;",
            good="ALTER TABLE jobs ADD CONSTRAINT parents FOREIGN KEY (parent) REFERENCES jobs NOT VALID;",
            also=("PG306",),
        ),
    ),
    "MF107": (Example(setup=_KEYLESS, bad="ALTER TABLE jobs ADD PRIMARY KEY (id);", good=_ADDED, also=("PG104",)),),
    "MF108": (
        Example(
            setup="CREATE TYPE state AS ENUM ('new', 'done');\nCREATE TABLE jobs (id bigint, is_in state);",
            bad="ALTER TYPE state RENAME TO old_state;\nCREATE TYPE state AS ENUM ('new');\n"
            "ALTER TABLE jobs ALTER COLUMN is_in TYPE state USING is_in::text::state;\nDROP TYPE old_state;",
            good="ALTER TYPE state ADD VALUE 'late' AFTER 'new';",
            also=("PG301",),
        ),
    ),
    "BC105": (
        Example(
            setup="CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
            bad="DROP FUNCTION one;",
            good="CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2 - 1';",
        ),
    ),
    "BC106": (
        Example(
            setup="CREATE TYPE state AS ENUM ('new', 'done');\nCREATE TABLE jobs (id bigint, is_in state);",
            bad="ALTER TYPE state RENAME VALUE 'new' TO 'fresh';",
            good="ALTER TYPE state ADD VALUE 'fresh' BEFORE 'new';",
        ),
    ),
    "BC107": (Example(setup=_PARTED, bad="ALTER TABLE jobs DETACH PARTITION jobs_1;", good=_NEW_PART),),
    "DS102": (
        Example(setup=_PARTED, bad="DROP TABLE jobs_1;", good=_NEW_PART),
        Example(
            setup=_PARTED,
            bad="ALTER TABLE jobs DETACH PARTITION jobs_1;\nDROP TABLE jobs_1;",
            good="CREATE TABLE jobs_2 (id bigint, part integer);\n"
            "ALTER TABLE jobs ATTACH PARTITION jobs_2 FOR VALUES IN (2);",
        ),
    ),
    "DS110": (
        Example(setup=_PARTED, bad="TRUNCATE ONLY jobs_1;", good=_NEW_PART),
        Example(
            setup=_JOBS,
            bad="WITH gone AS (DELETE FROM jobs RETURNING id) SELECT count(*) FROM gone;",
            good="DO $$ BEGIN DELETE FROM jobs WHERE id < 0; END $$;",
        ),
        Example(setup=_JOBS, bad="DO $$ BEGIN IF true THEN TRUNCATE jobs; END IF; END $$;", good=_ADDED),
    ),
    "DS113": (
        Example(
            setup=_JOBS,
            bad="DO $$ BEGIN EXECUTE 'dele' || 'te from jobs'; END $$;",
            good="DO $$ BEGIN EXECUTE 'create table t (a int)'; END $$;",
        ),
        Example(
            setup=f"{_JOBS}\nCREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'DELETE FROM jobs';",
            bad="INSERT INTO jobs (id) VALUES (1);\nSELECT wipe();",
            good="-- rows: jobs\nSELECT wipe();",
        ),
    ),
    "CD101": (Example(setup=_REFERRING, bad="ALTER TABLE jobs DROP CONSTRAINT IF EXISTS own;", good=_ADDED),),
    "CD102": (
        Example(setup=_CHECKED, bad="ALTER TABLE jobs ADD COLUMN tries integer, DROP CONSTRAINT own;", good=_ADDED),
    ),
    "CD103": (Example(setup=_JOBS, bad="ALTER TABLE ONLY jobs DROP CONSTRAINT jobs_pkey;", good=_ADDED),),
    "PO101": (
        Example(
            setup="",
            bad="CREATE TABLE runs (id integer);\nCOMMENT ON TABLE runs IS 'What was run.';",
            good="CREATE TABLE runs (id integer);\nCOMMENT ON COLUMN runs.id IS 'What was run.';",
            policy='require_comments = ["column"]',
        ),
    ),
}
