-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop column jobs.owner (TEXT, nullable)
--   add column jobs.worker (TEXT, nullable)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.owner: the values of jobs.owner are lost
-- Risks:
--   DS103 loses-data jobs.worker: the values of jobs.worker are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.worker with its values.
ALTER TABLE "jobs"
DROP COLUMN "worker";

-- Add column jobs.owner.
ALTER TABLE "jobs"
ADD COLUMN "owner" TEXT;
