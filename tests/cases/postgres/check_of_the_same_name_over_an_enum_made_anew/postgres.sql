-- file: 0002.the_change.sql
-- 0002.the_change
-- Change enum state.
-- Change jobs: 2 changes.
--
-- Changes:
--   change enum state (NEW, DONE, GONE to NEW, GONE, DONE)  [schema/jobs.yaml:4]
--   drop check jobs.jobs_status (((status <> 'GONE'::state) OR (id > 9)))
--   add check jobs.jobs_status (status <> 'GONE' OR id > 5)  [schema/jobs.yaml:6]
-- Risks:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
-- Rolling back:
--   MF105 may-fail-on-data jobs.jobs_status: fails if a row does not satisfy it
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.jobs_status: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on state as long as the work takes: nobody reads or writes
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f707eb830e9055, after 018d6f7a211c65bc.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_status of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_status";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('NEW', 'GONE', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add jobs_status to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_status" CHECK (status <> 'GONE' OR id > 5) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.jobs_status.
--
-- Changes:
--   validate check jobs.jobs_status  [schema/jobs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data jobs.jobs_status: fails if a row does not satisfy it (0 of 3 rows violate it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018d6f7a211c65bc, after 015180e8e3b54341.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits jobs_status.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "jobs_status";
