-- 0002.the_change
-- Change enum state.
--
-- Changes:
--   change enum state (NEW, DONE to DONE, NEW)  [schema/runs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table runs.state: state is made anew, so every row is written anew while nobody can read or write
--   PG101 blocks-writes jobs.ix_jobs_status: writers of jobs wait while the index is built
-- Rolling back:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table runs.state: state is made anew, so every row is written anew while nobody can read or write
--   PG101 blocks-writes jobs.ix_jobs_status: writers of jobs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on state, jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, runs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b73d814d75c486, after 0154c7ad6db0c48f.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop index ix_jobs_status of jobs. It stands in the way of enum state, and comes again below.
DROP INDEX "ix_jobs_status";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('DONE', 'NEW');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- The default of jobs.status again.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';

-- The default of runs.state is of the old type.
ALTER TABLE "runs" ALTER COLUMN "state" DROP DEFAULT;

-- runs.state keeps its values, in the new type.
ALTER TABLE "runs" ALTER COLUMN "state" TYPE state USING "state"::text::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add index ix_jobs_status on jobs. It stood in the way of enum state.
CREATE INDEX "ix_jobs_status" ON "jobs" ("status") WHERE (status = 'NEW'::state);
