-- file: 0002.the_change.sql
-- 0002.the_change
-- Add foreign key logs.fk_logs_job_id.
--
-- Changes:
--   add foreign key logs.fk_logs_job_id (job_id to {jobs}(id), not valid true)  [schema/l.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   CD101 may-fail-on-data logs.fk_logs_job_id: rows that it forbids may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on logs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: logs 1 sampled rows, {jobs} 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0187794220464f28, after 014941de16107701.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_logs_job_id to logs for new rows; those that are there are looked at later.
ALTER TABLE "logs" ADD CONSTRAINT "fk_logs_job_id" FOREIGN KEY ("job_id") REFERENCES "{jobs}" ("id") NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key logs.fk_logs_job_id.
--
-- Changes:
--   validate foreign key logs.fk_logs_job_id  [schema/l.yaml:6]
-- Risks:
--   MF106 may-fail-on-data logs.fk_logs_job_id: fails if a row refers to a row of {jobs} that is not there (0 of 1 rows
--   refer to a row of {jobs} that is not there)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on logs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: logs 1 sampled rows, {jobs} 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 014941de16107701, after 0129a02925bb1e4b.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of logs fits fk_logs_job_id.
ALTER TABLE "logs" VALIDATE CONSTRAINT "fk_logs_job_id";
