-- Takes back 0002.the_change
-- Drop column jobs.done.
-- Change open_jobs: 2 changes.
--
-- Changes taken back:
--   drop column jobs.done (INTEGER, not null, default 0)
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.done: the values of jobs.done are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Add column jobs.done.
ALTER TABLE "jobs"
ADD COLUMN "done" INTEGER NOT NULL DEFAULT 0;

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE done = 0;
