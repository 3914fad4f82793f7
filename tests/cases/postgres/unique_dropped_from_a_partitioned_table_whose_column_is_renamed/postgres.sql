-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   rename column jobs.line (was queue)
--   drop unique jobs.uq_one (id, line)
-- Risks:
--   BC102 breaks-clients jobs.line: running code that still says jobs.queue breaks
-- Rolling back:
--   MF101 may-fail-on-data jobs.uq_one: fails if two rows agree in id, line
--   BC102 breaks-clients jobs.queue: running code that still says jobs.line breaks
--   PG105 blocks-reads-and-writes jobs.uq_one: the index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01eba8f8c263bd3e, after 0124450ae224287d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.queue to line.
ALTER TABLE "jobs" RENAME COLUMN "queue" TO "line";

-- Drop uq_one of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_one";
