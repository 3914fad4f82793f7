-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes:
--   rename column jobs.size (was weight)
--   rename column jobs.weight (was size)
--   change column jobs.weight (bigint to text)  [schema/jobs.yaml:4]
--   change column jobs.size (no default to default 0)  [schema/jobs.yaml:5]
-- Risks:
--   BC102 breaks-clients jobs.size: running code that still says jobs.weight breaks
--   BC102 breaks-clients jobs.weight: running code that still says jobs.size breaks
--   PG301 rewrites-table jobs.weight: bigint to text writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB; --expand jobs.weight splits it)
-- Rolling back:
--   BC102 breaks-clients jobs.size: running code that still says jobs.weight breaks
--   BC102 breaks-clients jobs.weight: running code that still says jobs.size breaks
--   PG301 rewrites-table jobs.weight: text to bigint writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.size change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f201141808a328, after 0192b12379cd4b99.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Rename jobs.weight to _qsys_between_size.
ALTER TABLE "jobs" RENAME COLUMN "weight" TO "_qsys_between_size";

-- Rename jobs.size to weight.
ALTER TABLE "jobs" RENAME COLUMN "size" TO "weight";

-- Rename jobs._qsys_between_size to size. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_size" TO "size";

-- The default of jobs.size.
ALTER TABLE "jobs" ALTER COLUMN "size" SET DEFAULT 0;

-- jobs.weight from bigint to text.
ALTER TABLE "jobs" ALTER COLUMN "weight" TYPE text USING "weight"::text;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.size (rows without a value get one)  [schema/jobs.yaml:5]
--   add check jobs._qsys_not_null_size ("size" IS NOT NULL)  [schema/jobs.yaml:5]
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
--   1 of 2 sampled values of jobs.size change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0192b12379cd4b99, after 0100fef59633079c.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.size becomes its backfill or default.
UPDATE "jobs" SET "size" = 0 WHERE "size" IS NULL;

-- Add _qsys_not_null_size to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_size" CHECK ("size" IS NOT NULL) NOT VALID;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null_size ("size" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs.size (nullable to not null)  [schema/jobs.yaml:5]
-- Risks:
--   MF104 may-fail-on-data jobs.size: NULL in jobs.size becomes its default, and stays so when rolled back (1 of 2 rows
--   have NULL: 1)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.size change
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0100fef59633079c, after 01d6094c5c84b657.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.size becomes its backfill or default.
UPDATE "jobs" SET "size" = 0 WHERE "size" IS NULL;

-- Look for NULL in jobs.size while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null_size";

-- jobs.size is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "size" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_size";
