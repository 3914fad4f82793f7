-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.waiting (unique on priority, id desc where status = 'PENDING')
--   add index jobs.uq_jobs_waiting (unique on priority, id desc where status <> 'DONE')  [schema/jobs.yaml:7]
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_waiting: fails if two rows agree in what uq_jobs_waiting covers (0 of 3 rows
--   share their value with another)
-- Rolling back:
--   MF101 may-fail-on-data jobs.waiting: fails if two rows agree in what waiting covers
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0181c1b5cdd2cbb0, after 01659e0222b5b97f.
-- depends: 0001.before

-- Drop index waiting on jobs.
DROP INDEX "waiting";

-- Add index uq_jobs_waiting on jobs.
CREATE UNIQUE INDEX "uq_jobs_waiting" ON "jobs"("priority", "id" DESC)
WHERE
  status <> 'DONE';
