-- 0002.the_change
-- Change enum jobs_status.
--
-- Changes:
--   change enum jobs_status (NEW, DONE to OPEN, DONE)  [schema/jobs.yaml:4]
-- Risks:
--   BC106 breaks-clients jobs_status: running code that still says NEW breaks
-- Rolling back:
--   BC106 breaks-clients jobs_status: running code that still says OPEN breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs_status for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0102756ca58ff734, after 01871909e0b38bf6.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- NEW is called OPEN.
ALTER TYPE "jobs_status" RENAME VALUE 'NEW' TO 'OPEN';
