-- 0002.the_change
-- Drop unique jobs.no_overlap.
--
-- Changes:
--   drop unique jobs.no_overlap (exclude USING gist (room WITH &&))
-- Risks:
--   none
-- Rolling back:
--   MF101 may-fail-on-data jobs.no_overlap: fails if two rows exclude each other
--   PG105 blocks-reads-and-writes jobs.no_overlap: the index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0180894b5856b262, after 016569b7da628a4a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop no_overlap of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "no_overlap";
