-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.n (bigint to integer)  [schema/jobs.yaml:5]
--   add column jobs.note (text, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   PG301 rewrites-table jobs.n: bigint to integer writes every row and index anew while nobody can read or write
--   (about 2 rows: 32 kB)
-- Rolling back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
--   PG301 rewrites-table jobs.n: integer to bigint writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01769a15fee68e9c, after 0161aabe6d8107d4.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- jobs.n from bigint to integer.
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE integer;
