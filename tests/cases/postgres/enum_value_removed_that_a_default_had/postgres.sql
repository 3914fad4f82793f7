-- 0002.the_change
-- Change enum state.
-- Change column jobs.status.
--
-- Changes:
--   change enum state (OLD, NEW, DONE to NEW, DONE)  [schema/jobs.yaml:4]
--   change column jobs.status (default 'OLD'::state to default 'NEW')  [schema/jobs.yaml:4]
-- Risks:
--   MF108 may-fail-on-data state: fails if a row has OLD (0 rows have such a value)
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
-- Rolling back:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on state as long as the work takes: nobody reads or writes
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017593a885ca9325, after 01c07d433254b5c4.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- The default of jobs.status again.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';
