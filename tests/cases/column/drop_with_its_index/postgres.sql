-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.ix_jobs_note_name (on note, name)
--   drop column jobs.note (text, nullable)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   PG101 blocks-writes jobs.ix_jobs_note_name: writers of jobs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01771a75f6da84e2, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop index ix_jobs_note_name of jobs.
DROP INDEX "ix_jobs_note_name";

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";
