-- 0002.the_change
-- Add column jobs.slug.
--
-- Changes:
--   add column jobs.slug (text, not null)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 0141c8f43d8dcfb7.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.slug.
ALTER TABLE "jobs" ADD COLUMN "slug" text;

-- The rows that are there get what backfill says.
UPDATE "jobs" SET "slug" = (lower(name) || '-' || id);

-- jobs.slug has a value everywhere now.
ALTER TABLE "jobs" ALTER COLUMN "slug" SET NOT NULL;
