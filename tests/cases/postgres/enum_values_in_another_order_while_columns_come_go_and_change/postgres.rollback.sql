-- Takes back 0002.the_change
-- Change enum state.
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   change enum state (NEW, DONE to DONE, NEW)  [schema/jobs.yaml:5]
--   drop column jobs.gone (state, nullable)
--   change column jobs.changed (state to text)  [schema/jobs.yaml:6]
--   add column jobs.come (state, nullable)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.gone: the values of jobs.gone are lost
-- Risks:
--   DS103 loses-data jobs.come: the values of jobs.come are lost
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.changed: text to state writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

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
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW'::state;

-- Drop column jobs.come.
ALTER TABLE "jobs" DROP COLUMN "come";

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add column jobs.gone.
ALTER TABLE "jobs" ADD COLUMN "gone" state;

-- jobs.changed from text to state.
ALTER TABLE "jobs" ALTER COLUMN "changed" TYPE state USING "changed"::text::state;
