-- 0002.the_change
-- Change column jobs.total.
--
-- Changes:
--   change column jobs.total (stored, generated as (price * 2) to no generated)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.total: the values of jobs.total are lost: it is computed from now on
--   PG309 rewrites-table jobs.total: it is computed for every row, while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.ck_total: every row is looked at while everybody waits
--   PG101 blocks-writes jobs.ix_jobs_total: writers of jobs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0113c8f1e1d08bb5, after 01a0783a9236f272.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs.total keeps its values, and is computed no more.
ALTER TABLE "jobs" ALTER COLUMN "total" DROP EXPRESSION;
