-- 0002.the_change
-- Add column jobs.note.
--
-- Changes:
--   add column jobs.note (text, not null)  [schema/jobs.yaml:5]
-- Risks:
--   MF103 may-fail-on-data jobs.note: fails if jobs has rows: jobs.note is NOT NULL without a default (0 rows are there
--   and would have no value in it)
-- Rolling back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on an empty scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   made-up rows stopped it, as its risks say: column "note" of relation "jobs" contains null values; no rows are there
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 0132ac953c25d5cd.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text NOT NULL;
