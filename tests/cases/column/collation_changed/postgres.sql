-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (no collation to collate "C")  [schema/jobs.yaml:5]
-- Risks:
--   PG301 rewrites-table jobs.n: text to text writes every row and index anew while nobody can read or write
-- Rolling back:
--   PG301 rewrites-table jobs.n: text to text writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a24fff030aca83, after 01a75651d76909a1.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.n from text to text.
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE text COLLATE "C";
