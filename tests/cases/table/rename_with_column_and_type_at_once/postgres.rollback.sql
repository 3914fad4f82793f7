-- Takes back 0002.the_change
-- Change tasks: 4 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   rename column tasks.cost (was amount)
--   rename column tasks.title (was name)
--   change column tasks.cost (bigint to double precision)  [schema/tasks.yaml:6]
-- Lost by the migration, and not brought back:
--   PG320 loses-data tasks.cost: bigint to double precision changes values that look otherwise in the new type
-- Risks:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC102 breaks-clients tasks.amount: running code that still says tasks.cost breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--   PG301 rewrites-table tasks.cost: double precision to bigint writes every row and index anew while nobody can read
--   or write
--   PG320 loses-data tasks.cost: double precision to bigint changes values that look otherwise in the new type
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- tasks.cost from double precision to bigint.
ALTER TABLE "tasks" ALTER COLUMN "cost" TYPE bigint;

-- Rename tasks.title to name.
ALTER TABLE "tasks" RENAME COLUMN "title" TO "name";

-- Rename tasks.cost to amount.
ALTER TABLE "tasks" RENAME COLUMN "cost" TO "amount";

-- Rename table tasks to jobs.
ALTER TABLE "tasks" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "tasks_pkey" RENAME TO "jobs_pkey";
