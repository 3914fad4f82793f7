-- 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes:
--   rename column jobs.size (was weight)
--   rename column jobs.weight (was size)
--   change column jobs.weight (INTEGER to TEXT)  [schema/jobs.yaml:4]
--   change column jobs.size (nullable to not null; no default to default 0)  [schema/jobs.yaml:5]
-- Risks:
--   BC102 breaks-clients jobs.size: running code that still says jobs.weight breaks
--   BC102 breaks-clients jobs.weight: running code that still says jobs.size breaks
--   MF104 may-fail-on-data jobs.size: NULL in jobs.size becomes its default, and stays so when rolled back (1 of 2 rows
--   have NULL: 1)
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (weight,
--   size)
-- Rolling back:
--   BC102 breaks-clients jobs.size: running code that still says jobs.weight breaks
--   BC102 breaks-clients jobs.weight: running code that still says jobs.size breaks
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (size,
--   weight)
--   LT106 loses-data jobs.weight: TEXT to INTEGER rewrites values that look otherwise in the new type
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   2 of 2 sampled values of jobs.weight change
--   1 of 2 sampled values of jobs.size change
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01ee418ff95ddf81, after 01592cbb7373b047.
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

-- Rename column jobs.weight to _qsys_between_size for now, since size is still taken; indexes, triggers and views
-- follow.
ALTER TABLE "jobs"
RENAME COLUMN "weight" TO "_qsys_between_size";

-- Rename column jobs.size to weight; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "size" TO "weight";

-- Rename column jobs._qsys_between_size to size, which is free now; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "_qsys_between_size" TO "size";

-- jobs must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('jobs')
    WHERE
      NOT "name" IN ('id', 'weight', 'size')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('jobs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild jobs (SQLite has no ALTER COLUMN (weight, size)): make the new table beside the old one.
CREATE TABLE "_qsys_new_jobs" (
  "id" INTEGER PRIMARY KEY,
  "weight" TEXT NOT NULL,
  "size" INTEGER NOT NULL DEFAULT 0
);

-- Copy every row of jobs.
INSERT INTO "_qsys_new_jobs" (
  "id",
  "weight",
  "size"
)
SELECT
  "id",
  "weight",
  COALESCE("size", 0)
FROM "jobs";

-- Every row of jobs must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM "jobs"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_jobs"
  );

-- Drop the old jobs; nothing refers to it while foreign keys are off.
DROP TABLE "jobs";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new jobs in its place.
ALTER TABLE "_qsys_new_jobs"
RENAME TO "jobs";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
