-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.ix_jobs_name (on name)
--   add index jobs.ix_jobs_name (unique on name)  [schema/jobs.yaml:6]
-- Risks:
--   MF101 may-fail-on-data jobs.ix_jobs_name: fails if two rows agree in what ix_jobs_name covers (0 of 3 rows share
--   their value with another)
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01546a0226dabab3, after 0170c668bba815d0.
-- depends: 0001.before

-- Drop index ix_jobs_name on jobs.
DROP INDEX "ix_jobs_name";

-- Add index ix_jobs_name on jobs.
CREATE UNIQUE INDEX "ix_jobs_name" ON "jobs"("name");
