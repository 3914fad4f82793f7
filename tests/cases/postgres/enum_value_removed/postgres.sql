-- 0002.the_change
-- Change enum jobs_status.
--
-- Changes:
--   change enum jobs_status (NEW, DONE, FAILED to NEW, DONE)  [schema/jobs.yaml:4]
-- Risks:
--   MF108 may-fail-on-data jobs_status: fails if a row has FAILED (0 rows have such a value)
--   PG301 rewrites-table jobs.status: jobs_status is made anew, so every row is written anew while nobody can read or
--   write
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs_status as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b1d49b4d3c8b40, after 0102756ca58ff734.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs_status is made anew, with the values in another order or without some.
ALTER TYPE "jobs_status" RENAME TO "_qsys_was_jobs_status";

-- jobs_status as it is wished for.
CREATE TYPE "jobs_status" AS ENUM ('NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE jobs_status USING "status"::text::jobs_status;

-- The default of jobs.status again.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_jobs_status";
