-- 0002.the_change
-- Add column jobs.shout.
--
-- Changes:
--   add column jobs.shout (text, nullable, stored, generated as upper(name))  [schema/jobs.yaml:5]
-- Risks:
--   PG309 rewrites-table jobs.shout: it is computed for every row, while nobody can read or write
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 017cb1f6d8fd2afd.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.shout.
ALTER TABLE "jobs" ADD COLUMN "shout" text GENERATED ALWAYS AS (upper(name)) STORED;
