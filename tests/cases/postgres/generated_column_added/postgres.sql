-- 0002.the_change
-- Add column jobs.total.
--
-- Changes:
--   add column jobs.total (bigint, nullable, stored, generated as price * 2)  [schema/jobs.yaml:5]
-- Risks:
--   PG309 rewrites-table jobs.total: it is computed for every row, while nobody can read or write
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0141e8a53727aa6c, after 01e07f2f6256f84e.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.total.
ALTER TABLE "jobs" ADD COLUMN "total" bigint GENERATED ALWAYS AS (price * 2) STORED;
