-- file: 0002.the_change.sql
-- 0002.the_change
-- Add column jobs.slug.
--
-- Changes:
--   add column jobs.slug (text, nullable)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 01e18c0bd13e5631.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.slug.
ALTER TABLE "jobs" ADD COLUMN "slug" text;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.slug (rows without a value get one)  [schema/jobs.yaml:5]
--   add check jobs._qsys_not_null_slug ("slug" IS NOT NULL)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e18c0bd13e5631, after 01241af4d8ce643d.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.slug becomes its backfill or default.
UPDATE "jobs" SET "slug" = (lower(name) || '-' || id) WHERE "slug" IS NULL;

-- Add _qsys_not_null_slug to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_slug" CHECK ("slug" IS NOT NULL) NOT VALID;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null_slug ("slug" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs.slug (nullable to not null)  [schema/jobs.yaml:5]
-- Risks:
--   MF104 may-fail-on-data jobs.slug: NULL in jobs.slug becomes its backfill, and stays so when rolled back
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01241af4d8ce643d, after 0141c8f43d8dcfb7.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.slug becomes its backfill or default.
UPDATE "jobs" SET "slug" = (lower(name) || '-' || id) WHERE "slug" IS NULL;

-- Look for NULL in jobs.slug while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null_slug";

-- jobs.slug is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "slug" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_slug";
