-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (none to unlogged)
-- Risks:
--   PG301 rewrites-table jobs: every row is written anew while nobody can read or write
-- Rolling back:
--   PG301 rewrites-table jobs: every row is written anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01769a15fee68e9c, after 017f631db8837686.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs is written anew, to change its logging.
ALTER TABLE "jobs" SET UNLOGGED;
