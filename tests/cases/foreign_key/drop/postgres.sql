-- 0002.the_change
-- Drop foreign key logs.fk_logs_job_id.
--
-- Changes:
--   drop foreign key logs.fk_logs_job_id (job_id to jobs(id))
-- Risks:
--   CD101 may-fail-on-data logs.fk_logs_job_id: rows that it forbids may be written, and then it cannot come back
-- Rolling back:
--   MF106 may-fail-on-data logs.fk_logs_job_id: fails if a row refers to a row of jobs that is not there
--   PG306 blocks-writes logs.fk_logs_job_id: every row is looked at while writers of both tables wait, those of jobs
--   too
-- Locks:
--   ACCESS EXCLUSIVE on logs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 010e02f1fafe77a1, after 018bf89bc78fe798.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_logs_job_id of logs.
ALTER TABLE "logs" DROP CONSTRAINT "fk_logs_job_id";
