-- file: 0002.the_change.sql
-- 0002.the_change
-- Change runs: 3 changes.
-- Change enum state.
--
-- Changes:
--   rename column runs.job_state (was state)
--   change enum state (NEW, DONE to DONE, NEW)  [schema/runs.yaml:4]
--   drop foreign key runs.fk_runs_state (job_state to jobs(state))
--   add foreign key runs.fk_runs_job_state (job_state to jobs(state), not valid true)  [schema/runs.yaml:6]
-- Risks:
--   BC102 breaks-clients runs.job_state: running code that still says runs.state breaks
--   CD101 may-fail-on-data runs.fk_runs_state: rows that it forbids may be written, and then it cannot come back
--   PG301 rewrites-table jobs.state: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table runs.job_state: state is made anew, so every row is written anew while nobody can read or
--   write
-- Rolling back:
--   CD101 may-fail-on-data runs.fk_runs_job_state: rows that it forbids may be written, and then it cannot come back
--   MF106 may-fail-on-data runs.fk_runs_state: fails if a row refers to a row of jobs that is not there
--   BC102 breaks-clients runs.state: running code that still says runs.job_state breaks
--   PG301 rewrites-table jobs.state: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table runs.job_state: state is made anew, so every row is written anew while nobody can read or
--   write
--   PG306 blocks-writes runs.fk_runs_state: every row is looked at while writers of both tables wait, those of jobs too
-- Locks:
--   ACCESS EXCLUSIVE on state as long as the work takes: nobody reads or writes
--   ACCESS EXCLUSIVE on runs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, runs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 015ba73feb6c01b8, after 01d3038703e77ef1.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Rename runs.state to job_state.
ALTER TABLE "runs" RENAME COLUMN "state" TO "job_state";

-- Drop fk_runs_state of runs.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_state";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('DONE', 'NEW');

-- The default of jobs.state is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "state" DROP DEFAULT;

-- jobs.state keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "state" TYPE state USING "state"::text::state;

-- The default of runs.job_state is of the old type.
ALTER TABLE "runs" ALTER COLUMN "job_state" DROP DEFAULT;

-- runs.job_state keeps its values, in the new type.
ALTER TABLE "runs" ALTER COLUMN "job_state" TYPE state USING "job_state"::text::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add fk_runs_job_state to runs for new rows; those that are there are looked at later.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_job_state" FOREIGN KEY ("job_state") REFERENCES "jobs" ("state") NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key runs.fk_runs_job_state.
--
-- Changes:
--   validate foreign key runs.fk_runs_job_state  [schema/runs.yaml:6]
-- Risks:
--   MF106 may-fail-on-data runs.fk_runs_job_state: fails if a row refers to a row of jobs that is not there
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on runs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, runs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d3038703e77ef1, after 0124e6eaa33721bb.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of runs fits fk_runs_job_state.
ALTER TABLE "runs" VALIDATE CONSTRAINT "fk_runs_job_state";
