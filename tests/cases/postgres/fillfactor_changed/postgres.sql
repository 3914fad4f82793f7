-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (with to with)
-- Risks:
--   none
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
-- Schema before 01efe203a17699e8, after 01e3c1be240d7efb.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Storage parameters of jobs.
ALTER TABLE "jobs" RESET (autovacuum_enabled);

-- Storage parameters of jobs.
ALTER TABLE "jobs" SET (fillfactor = 70);
