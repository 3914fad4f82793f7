-- Takes back 0001.create_queue
-- Add table job_dependencies.
-- Add table jobs.
-- Add table repeatable_job_schedules.
--
-- Changes taken back:
--   add table job_dependencies (2 columns, 1 index)  [schema/job_dependencies.yaml:2]
--   add table jobs (24 columns, 11 indexes)  [schema/jobs.yaml:2]
--   add table repeatable_job_schedules (16 columns, 2 indexes)  [schema/repeatable_job_schedules.yaml:2]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data repeatable_job_schedules: all rows of repeatable_job_schedules are lost
--   DS102 loses-data jobs: all rows of jobs are lost
--   DS102 loses-data job_dependencies: all rows of job_dependencies are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

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

-- Drop table job_dependencies with its rows, indexes and triggers.
DROP TABLE "job_dependencies";

-- Drop table jobs with its rows, indexes and triggers.
DROP TABLE "jobs";

-- Drop table repeatable_job_schedules with its rows, indexes and triggers.
DROP TABLE "repeatable_job_schedules";

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
