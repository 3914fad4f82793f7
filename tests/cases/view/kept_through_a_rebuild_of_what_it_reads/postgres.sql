-- file: 0002.the_change.sql
-- 0002.the_change
-- Change column jobs.name.
--
-- Changes:
--   change column jobs.name (no default to default '')  [schema/jobs.yaml:4]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.name change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018a418b2e68318c, after 0167cbe85965d9b5.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- The default of jobs.name.
ALTER TABLE "jobs" ALTER COLUMN "name" SET DEFAULT '';

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.name (rows without a value get one)  [schema/jobs.yaml:4]
--   add check jobs._qsys_not_null_name ("name" IS NOT NULL)  [schema/jobs.yaml:4]
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.name change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0167cbe85965d9b5, after 01a7e90b879962cc.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.name becomes its backfill or default.
UPDATE "jobs" SET "name" = '' WHERE "name" IS NULL;

-- Add _qsys_not_null_name to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_name" CHECK ("name" IS NOT NULL) NOT VALID;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null_name ("name" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs.name (nullable to not null)  [schema/jobs.yaml:4]
-- Risks:
--   MF104 may-fail-on-data jobs.name: NULL in jobs.name becomes its default, and stays so when rolled back (1 of 2 rows
--   have NULL: 2)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.name change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a7e90b879962cc, after 015822b00af5656b.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.name becomes its backfill or default.
UPDATE "jobs" SET "name" = '' WHERE "name" IS NULL;

-- Look for NULL in jobs.name while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null_name";

-- jobs.name is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "name" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_name";
