-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (not null to nullable)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   MF104 may-fail-on-data jobs.n: fails if jobs.n is NULL in any row
--   PG303 blocks-reads-and-writes jobs.n: every row is looked at while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e717439ddb06f5, after 0109bb954a43513a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs.n may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "n" DROP NOT NULL;
