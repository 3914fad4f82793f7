-- 0002.the_change
-- Drop column jobs.note.
--
-- Changes:
--   drop column jobs.note (text, nullable)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows, runs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013846924c9371d1, after 01373c1b82b845c2.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";
