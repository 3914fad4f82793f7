-- 0002.the_change
-- Change logs: 2 changes.
--
-- Changes:
--   drop foreign key logs.fk_logs_job_id (job_id to jobs(id), on update cascade, deferrable initially deferred, match
--   full)
--   add foreign key logs.fk_logs_job_id (job_id to jobs(id), on update cascade, deferrable initially deferred)
--   [schema/logs.yaml:6]
-- Risks:
--   MF106 may-fail-on-data logs.fk_logs_job_id: fails if a row refers to a row of jobs that is not there (0 of 3 rows
--   refer to a row of jobs that is not there)
--   LT111 rewrites-table logs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (fk_logs_job_id)
-- Rolling back:
--   MF106 may-fail-on-data logs.fk_logs_job_id: fails if a row refers to a row of jobs that is not there
--   LT111 rewrites-table logs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (fk_logs_job_id)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of logs: needs that much free space, and time by the row
--   what ANALYZE knew of logs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01b528eac3c01373, after 019394adf65ffb89.
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
      NOT "name" IN ('id', 'job_id')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('logs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild logs (SQLite cannot add or drop a constraint (fk_logs_job_id)): make the new table beside the old one.
CREATE TABLE "_qsys_new_logs" (
  "id" INTEGER PRIMARY KEY,
  "job_id" INTEGER REFERENCES "jobs" ("id") ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Copy every row of logs.
INSERT INTO "_qsys_new_logs" (
  "id",
  "job_id"
)
SELECT
  "id",
  "job_id"
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
