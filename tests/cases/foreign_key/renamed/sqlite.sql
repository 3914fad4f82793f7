-- 0002.the_change
-- Rename foreign key runs.fk_runs_job_id.
--
-- Changes:
--   rename foreign key runs.fk_runs_job_id (was run_of)  [schema/runs.yaml:6]
-- Risks:
--   LT111 rewrites-table runs: every row is copied and writers wait meanwhile: SQLite cannot rename a constraint
--   (fk_runs_job_id)
-- Rolling back:
--   LT111 rewrites-table runs: every row is copied and writers wait meanwhile: SQLite cannot rename a constraint
--   (run_of)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of runs: needs that much free space, and time by the row
--   what ANALYZE knew of runs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows, runs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01eed32fe6515412, after 0111d8f19e899cd8.
-- depends: 0001.before

-- The guard: a fact that is not as it must be fails its CHECK and stops the migration.
CREATE TEMPORARY TABLE "_qsys_guard" (
  "about" TEXT,
  "violations_before" INTEGER,
  "foreign_keys" INTEGER CONSTRAINT "turn PRAGMA foreign_keys off first: DROP TABLE would delete rows elsewhere" CHECK ("foreign_keys" <= 0),
  "strangers" INTEGER CONSTRAINT "the table has columns, indexes or triggers that this migration does not know" CHECK ("strangers" <= 0),
  "rows_lost" INTEGER CONSTRAINT "a row was lost while the table was copied" CHECK ("rows_lost" <= 0),
  "violations_added" INTEGER CONSTRAINT "rows violate a foreign key that holds after this migration" CHECK ("violations_added" <= 0)
);

-- Foreign keys must be off: with them on, dropping a table deletes the rows that refer to it.
INSERT INTO "_qsys_guard" (
  "about",
  "foreign_keys"
)
SELECT
  'connection',
  (
    SELECT
      foreign_keys
    FROM pragma_foreign_keys
  );

-- Count the rows of runs that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'runs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('runs')
  );

-- runs must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'runs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('runs')
    WHERE
      NOT "name" IN ('id', 'job_id')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('runs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild runs (SQLite cannot rename a constraint (fk_runs_job_id)): make the new table beside the old one.
CREATE TABLE "_qsys_new_runs" (
  "id" INTEGER PRIMARY KEY,
  "job_id" INTEGER CONSTRAINT "fk_runs_job_id" REFERENCES "jobs" ("id") ON DELETE SET NULL
);

-- Copy every row of runs.
INSERT INTO "_qsys_new_runs" (
  "id",
  "job_id"
)
SELECT
  "id",
  "job_id"
FROM "runs";

-- Every row of runs must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'runs',
  (
    SELECT
      COUNT(*)
    FROM "runs"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_runs"
  );

-- Drop the old runs; nothing refers to it while foreign keys are off.
DROP TABLE "runs";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new runs in its place.
ALTER TABLE "_qsys_new_runs"
RENAME TO "runs";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- No more rows of runs than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'runs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('runs')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
