-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   rename unique jobs.one_of_a_name (was uq_jobs_queue_name)  [schema/jobs.yaml:8]
--   rename check jobs.full (was ck_jobs_name_queue)  [schema/jobs.yaml:12]
--   rename foreign key jobs.followed_by (was fk_jobs_next_id)  [schema/jobs.yaml:16]
-- Risks:
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot rename a constraint
--   (one_of_a_name, full, followed_by)
-- Rolling back:
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot rename a constraint
--   (fk_jobs_next_id, ck_jobs_name_queue, uq_jobs_queue_name)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01ceaa9e5c60f570, after 01895b61cafa1048.
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

-- Count the rows of jobs that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('jobs')
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
      NOT "name" IN ('id', 'queue', 'name', 'next_id')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('jobs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild jobs (SQLite cannot rename a constraint (one_of_a_name, full, followed_by)): make the new table beside the
-- old one.
CREATE TABLE "_qsys_new_jobs" (
  "id" INTEGER PRIMARY KEY,
  "queue" text NOT NULL,
  "name" text NOT NULL,
  "next_id" integer CONSTRAINT "followed_by" REFERENCES "jobs" ("id"),
  CONSTRAINT "one_of_a_name" UNIQUE ("queue", "name"),
  CONSTRAINT "full" CHECK (name <> '' AND queue <> '')
);

-- Copy every row of jobs.
INSERT INTO "_qsys_new_jobs" (
  "id",
  "queue",
  "name",
  "next_id"
)
SELECT
  "id",
  "queue",
  "name",
  "next_id"
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

-- No more rows of jobs than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('jobs')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
