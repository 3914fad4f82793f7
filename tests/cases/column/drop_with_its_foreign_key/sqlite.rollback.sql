-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id))
--   drop column jobs.parent_id (INTEGER, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.parent_id.
ALTER TABLE "jobs"
ADD COLUMN "parent_id" INTEGER REFERENCES "jobs" ("id");
