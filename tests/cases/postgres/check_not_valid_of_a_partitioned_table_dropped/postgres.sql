-- 0002.the_change
-- Drop check jobs.ck_one.
--
-- Changes:
--   drop check jobs.ck_one ((id > 0))
-- Risks:
--   CD102 may-fail-on-data jobs.ck_one: rows that it forbids may be written, and then it cannot come back
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 019f1a7cdf429b55, after 01466737f8effbf9.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_one of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_one";
