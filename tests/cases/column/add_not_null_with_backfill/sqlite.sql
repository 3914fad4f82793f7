-- 0002.the_change
-- Add column jobs.slug.
--
-- Changes:
--   add column jobs.slug (TEXT, not null)  [schema/jobs.yaml:5]
-- Risks:
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: the rows that exist take the value of
--   its backfill (slug)
-- Rolling back:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 013f720632de99ff.
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
      NOT "name" IN ('id', 'name')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('jobs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild jobs (the rows that exist take the value of its backfill (slug)): make the new table beside the old one.
CREATE TABLE "_qsys_new_jobs" (
  "id" INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "slug" TEXT NOT NULL
);

-- Copy every row of jobs.
INSERT INTO "_qsys_new_jobs" (
  "id",
  "name",
  "slug"
)
SELECT
  "id",
  "name",
  (lower(name) || '-' || id)
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
