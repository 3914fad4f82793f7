-- 0002.the_change
-- Change tasks: 4 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.cost (was amount)
--   rename column tasks.title (was name)
--   change column tasks.cost (bigint to double precision)  [schema/tasks.yaml:6]
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
--   BC102 breaks-clients tasks.cost: running code that still says tasks.amount breaks
--   BC102 breaks-clients tasks.title: running code that still says tasks.name breaks
--   PG301 rewrites-table tasks.cost: bigint to double precision writes every row and index anew while nobody can read
--   or write (about 2 rows: 32 kB; --expand tasks.cost splits it)
--   PG320 loses-data tasks.cost: bigint to double precision changes values that look otherwise in the new type
-- Rolling back:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC102 breaks-clients tasks.amount: running code that still says tasks.cost breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--   PG301 rewrites-table tasks.cost: double precision to bigint writes every row and index anew while nobody can read
--   or write
--   PG320 loses-data tasks.cost: double precision to bigint changes values that look otherwise in the new type
-- Locks:
--   ACCESS EXCLUSIVE on tasks as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0186d0c4e7f6dcd8, after 012df6aa62de74d8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Rename table jobs to tasks.
ALTER TABLE "jobs" RENAME TO "tasks";

-- The primary key of tasks is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "tasks_pkey";

-- Rename tasks.amount to cost.
ALTER TABLE "tasks" RENAME COLUMN "amount" TO "cost";

-- Rename tasks.name to title.
ALTER TABLE "tasks" RENAME COLUMN "name" TO "title";

-- tasks.cost from bigint to double precision.
ALTER TABLE "tasks" ALTER COLUMN "cost" TYPE double precision;
