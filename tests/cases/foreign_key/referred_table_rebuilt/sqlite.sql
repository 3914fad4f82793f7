-- 0002.the_change
-- Add check jobs.ck_some.
--
-- Changes:
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_some: fails if a row does not satisfy it (0 of 3 rows violate it)
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_some)
--   LT102 blocks-writes jobs: referred to by logs: with foreign keys on, the rebuild would delete or break rows there,
--   so it stops
-- Rolling back:
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_some)
--   LT102 blocks-writes jobs: referred to by logs: with foreign keys on, the rebuild would delete or break rows there,
--   so it stops
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01359b9b7a2708fc, after 016cbed1b363cab2.
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

-- Count the rows of logs that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'logs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('logs')
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

-- Rebuild jobs (SQLite cannot add or drop a constraint (ck_some)): make the new table beside the old one.
CREATE TABLE "_qsys_new_jobs" (
  "id" INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL CONSTRAINT "ck_some" CHECK (name <> '')
);

-- Copy every row of jobs.
INSERT INTO "_qsys_new_jobs" (
  "id",
  "name"
)
SELECT
  "id",
  "name"
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

-- No more rows of logs than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'logs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('logs')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
