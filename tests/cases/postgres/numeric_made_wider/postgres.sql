-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (numeric(10,2) to numeric(14,2))  [schema/jobs.yaml:4]
-- Risks:
--   none
-- Rolling back:
--   PG301 rewrites-table jobs.n: numeric(14,2) to numeric(10,2) writes every row and index anew while nobody can read
--   or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0181c29821051f0d, after 01d8e63bcd95425f.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs.n from numeric(10,2) to numeric(14,2).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE numeric(14,2);
