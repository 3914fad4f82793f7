-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (no generated to stored, generated as upper(name))  [schema/jobs.yaml:5]
-- Risks:
--   DS103 loses-data jobs.n: the values of jobs.n are lost: it is computed from now on
--   PG309 rewrites-table jobs.n: it is computed for every row, while nobody can read or write
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0109bb954a43513a, after 01ad2dc8a9db733d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop column jobs.n. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" DROP COLUMN "n";

-- Add column jobs.n. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" ADD COLUMN "n" text GENERATED ALWAYS AS (upper(name)) STORED;
