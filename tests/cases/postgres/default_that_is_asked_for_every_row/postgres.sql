-- 0002.the_change
-- Add column jobs.token.
--
-- Changes:
--   add column jobs.token (uuid, not null, default gen_random_uuid())  [schema/jobs.yaml:5]
-- Risks:
--   PG302 rewrites-table jobs.token: its default gen_random_uuid() is asked for every row, while nobody can read or
--   write
-- Rolling back:
--   DS103 loses-data jobs.token: the values of jobs.token are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 01d0be0bf8dc8fdf.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.token.
ALTER TABLE "jobs" ADD COLUMN "token" uuid DEFAULT gen_random_uuid() NOT NULL;
