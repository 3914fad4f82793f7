-- Takes back 0002.the_change
-- Change enum state.
-- Change column jobs.status.
--
-- Changes taken back:
--   change enum state (OLD, NEW, DONE to NEW, DONE)  [schema/jobs.yaml:4]
--   change column jobs.status (default 'OLD'::state to default 'NEW')  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
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
CREATE TYPE "state" AS ENUM ('OLD', 'NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- The default of jobs.status again.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'OLD'::state;
