-- 0002.the_change
-- Add unique jobs.no_overlap.
--
-- Changes:
--   add unique jobs.no_overlap (exclude USING gist (room WITH &&))  [schema/jobs.yaml:6]
-- Risks:
--   MF101 may-fail-on-data jobs.no_overlap: fails if two rows exclude each other
--   PG105 blocks-reads-and-writes jobs.no_overlap: the index is built while everybody waits
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
-- Schema before 016569b7da628a4a, after 0180894b5856b262.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add no_overlap to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (room WITH &&);
