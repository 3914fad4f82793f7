-- 0002.the_change
-- Change jobs: 2 changes.
-- Change logs: 2 changes.
--
-- Changes:
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:8]
--   add index jobs.ix_name (on name)  [schema/jobs.yaml:6]
--   drop index logs.ix_name (on name)
--   add check logs.ck_other (name <> '')  [schema/logs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_some: fails if a row does not satisfy it (0 of 3 rows violate it)
--   MF105 may-fail-on-data logs.ck_other: fails if a row does not satisfy it (0 of 0 rows violate it)
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_some)
--   LT111 rewrites-table logs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_other)
-- Rolling back:
--   CD102 may-fail-on-data logs.ck_other: rows that it forbids may be written, and then it cannot come back
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_some)
--   LT111 rewrites-table logs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_other)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs, logs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs, logs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0116419f3324c9c4, after 01faf32646cc4692.
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

-- Drop index ix_name on logs.
DROP INDEX "ix_name";

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

-- Index ix_name of jobs.
CREATE INDEX "ix_name" ON "jobs"("name");

-- logs must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'logs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('logs')
    WHERE
      NOT "name" IN ('id', 'name')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('logs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
      AND NOT "name" IN ('ix_name')
  );

-- Rebuild logs (SQLite cannot add or drop a constraint (ck_other)): make the new table beside the old one.
CREATE TABLE "_qsys_new_logs" (
  "id" INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL CONSTRAINT "ck_other" CHECK (name <> '')
);

-- Copy every row of logs.
INSERT INTO "_qsys_new_logs" (
  "id",
  "name"
)
SELECT
  "id",
  "name"
FROM "logs";

-- Every row of logs must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'logs',
  (
    SELECT
      COUNT(*)
    FROM "logs"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_logs"
  );

-- Drop the old logs; nothing refers to it while foreign keys are off.
DROP TABLE "logs";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new logs in its place.
ALTER TABLE "_qsys_new_logs"
RENAME TO "logs";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
