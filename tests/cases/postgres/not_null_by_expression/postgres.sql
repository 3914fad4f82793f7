-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.n (rows without a value get one)
--   add check jobs._qsys_not_null_n ("n" IS NOT NULL)  [schema/jobs.yaml:4]
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
--   1 of 2 sampled values of jobs.n change
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0160ed1753896f26, after 016d510d765f2ef9.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.n becomes its backfill or default.
UPDATE "jobs" SET "n" = (id * 2) WHERE "n" IS NULL;

-- Add _qsys_not_null_n to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_n" CHECK ("n" IS NOT NULL) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null_n ("n" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs.n (nullable to not null)  [schema/jobs.yaml:4]
-- Risks:
--   MF104 may-fail-on-data jobs.n: NULL in jobs.n becomes its backfill, and stays so when rolled back (1 of 2 rows have
--   NULL: 2)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.n change
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016d510d765f2ef9, after 0165ceb1a9f217c0.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.n becomes its backfill or default.
UPDATE "jobs" SET "n" = (id * 2) WHERE "n" IS NULL;

-- Look for NULL in jobs.n while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null_n";

-- jobs.n is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "n" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_n";
