-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 4 changes.
--
-- Changes taken back:
--   drop column jobs.gone (state, nullable)
--   change column jobs.status (default 'NEW'::state to default 'FAILED')  [schema/jobs.yaml:4]
--   change column jobs.turned (state to text; default 'NEW'::state to default 'FAILED')  [schema/jobs.yaml:5]
--   add column jobs.come (state, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.gone: the values of jobs.gone are lost
-- Risks:
--   DS103 loses-data jobs.come: the values of jobs.come are lost
--   PG301 rewrites-table jobs.turned: text to state writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop column jobs.come.
ALTER TABLE "jobs" DROP COLUMN "come";

-- Add column jobs.gone.
ALTER TABLE "jobs" ADD COLUMN "gone" state;

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW'::state;

-- The default of jobs.turned is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "turned" DROP DEFAULT;

-- jobs.turned from text to state.
ALTER TABLE "jobs" ALTER COLUMN "turned" TYPE state USING "turned"::text::state;

-- The default of jobs.turned.
ALTER TABLE "jobs" ALTER COLUMN "turned" SET DEFAULT 'NEW'::state;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change enum state.
--
-- Changes taken back:
--   change enum state (NEW, DONE to NEW, DONE, FAILED)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF108 may-fail-on-data state: fails if a row has FAILED
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.gone: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.turned: state is made anew, so every row is written anew while nobody can read or write
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

-- The default of jobs.gone is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "gone" DROP DEFAULT;

-- jobs.gone keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "gone" TYPE state USING "gone"::text::state;

-- The default of jobs.turned is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "turned" DROP DEFAULT;

-- jobs.turned keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "turned" TYPE state USING "turned"::text::state;

-- The default of jobs.turned again.
ALTER TABLE "jobs" ALTER COLUMN "turned" SET DEFAULT 'NEW'::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";
