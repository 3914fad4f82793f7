-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate foreign key runs.fk_runs_job_state.
--
-- Changes taken back:
--   validate foreign key runs.fk_runs_job_state  [schema/runs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_runs_job_state to runs for new rows; those that are there are looked at later.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_job_state", ADD CONSTRAINT "fk_runs_job_state" FOREIGN KEY ("job_state") REFERENCES "jobs" ("state") NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change runs: 3 changes.
-- Change enum state.
--
-- Changes taken back:
--   rename column runs.job_state (was state)
--   change enum state (NEW, DONE to DONE, NEW)  [schema/runs.yaml:4]
--   drop foreign key runs.fk_runs_state (job_state to jobs(state))
--   add foreign key runs.fk_runs_job_state (job_state to jobs(state), not valid true)  [schema/runs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD101 may-fail-on-data runs.fk_runs_job_state: rows that it forbids may be written, and then it cannot come back
--   MF106 may-fail-on-data runs.fk_runs_state: fails if a row refers to a row of jobs that is not there
--   BC102 breaks-clients runs.state: running code that still says runs.job_state breaks
--   PG301 rewrites-table jobs.state: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table runs.job_state: state is made anew, so every row is written anew while nobody can read or
--   write
--   PG306 blocks-writes runs.fk_runs_state: every row is looked at while writers of both tables wait, those of jobs too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop fk_runs_job_state of runs.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_job_state";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('NEW', 'DONE');

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

-- Add fk_runs_state to runs.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_state" FOREIGN KEY ("job_state") REFERENCES "jobs" ("state");

-- Rename runs.job_state to state.
ALTER TABLE "runs" RENAME COLUMN "job_state" TO "state";
