-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add column jobs.state (TEXT, not null, default 'NEW')  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'IT''S DONE'))  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.state: the values of jobs.state are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.state with its values.
ALTER TABLE "jobs"
DROP COLUMN "state";
