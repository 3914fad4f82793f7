-- 0002.the_change
-- Change enum state.
-- Change jobs: 3 changes.
--
-- Changes:
--   change enum state (NEW, DONE to DONE, NEW)  [schema/jobs.yaml:5]
--   drop column jobs.gone (state, nullable)
--   change column jobs.changed (state to text)  [schema/jobs.yaml:6]
--   add column jobs.come (state, nullable)  [schema/jobs.yaml:5]
-- Risks:
--   DS103 loses-data jobs.gone: the values of jobs.gone are lost
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.changed: state to text writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB; --expand jobs.changed splits it)
-- Rolling back:
--   DS103 loses-data jobs.come: the values of jobs.come are lost
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.changed: text to state writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on state, jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01243a40ab7787e4, after 0103b4101a9ef091.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('DONE', 'NEW');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- The default of jobs.status again.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW'::state;

-- Drop column jobs.gone.
ALTER TABLE "jobs" DROP COLUMN "gone";

-- Add column jobs.come.
ALTER TABLE "jobs" ADD COLUMN "come" state;

-- jobs.changed from state to text.
ALTER TABLE "jobs" ALTER COLUMN "changed" TYPE text USING "changed"::text::text;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";
