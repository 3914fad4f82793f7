-- file: 0002.the_change.sql
-- 0002.the_change
-- Change logs: 2 changes.
--
-- Changes:
--   drop foreign key logs.fk_logs_job_id (job_id to jobs(id))
--   add foreign key logs.fk_logs_job_id (job_id to jobs(id), on delete cascade, on update restrict, deferrable
--   initially deferred, not valid true)  [schema/logs.yaml:6]
-- Risks:
--   none
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
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 010e02f1fafe77a1, after 0145b30b0d54d12e.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_logs_job_id to logs for new rows; those that are there are looked at later.
ALTER TABLE "logs" DROP CONSTRAINT "fk_logs_job_id", ADD CONSTRAINT "fk_logs_job_id" FOREIGN KEY ("job_id") REFERENCES "jobs" ("id") ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key logs.fk_logs_job_id.
--
-- Changes:
--   validate foreign key logs.fk_logs_job_id  [schema/logs.yaml:6]
-- Risks:
--   MF106 may-fail-on-data logs.fk_logs_job_id: fails if a row refers to a row of jobs that is not there (0 of 3 rows
--   refer to a row of jobs that is not there)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on logs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0145b30b0d54d12e, after 013bec51fcbfcef7.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of logs fits fk_logs_job_id.
ALTER TABLE "logs" VALIDATE CONSTRAINT "fk_logs_job_id";
