-- 0002.the_change
-- Drop table jobs.
--
-- Changes:
--   drop table jobs (3 columns, 0 indexes)
-- Risks:
--   DS102 loses-data jobs: all rows of jobs are lost (about 2 at present: 32 kB)
--   PG330 breaks-clients jobs: what specs do not speak of goes with it, and comes back when rolled back: GRANT SELECT
--   ON jobs TO PUBLIC; GRANT UPDATE (n) ON jobs TO PUBLIC; ALTER TABLE jobs ENABLE ROW LEVEL SECURITY; and 1 more
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
-- Schema before 016d7838a57c001a, after 01dfb209a2274365.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop table jobs with its rows, indexes and triggers.
DROP TABLE "jobs";
