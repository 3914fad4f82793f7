-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null_size ("size" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs.size (nullable to not null)  [schema/jobs.yaml:5]
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

-- jobs.size may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "size" DROP NOT NULL;

-- Add _qsys_not_null_size to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_size" CHECK ("size" IS NOT NULL) NOT VALID;

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.size (rows without a value get one)  [schema/jobs.yaml:5]
--   add check jobs._qsys_not_null_size ("size" IS NOT NULL)  [schema/jobs.yaml:5]
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

-- Drop _qsys_not_null_size of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_size";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes taken back:
--   rename column jobs.size (was weight)
--   rename column jobs.weight (was size)
--   change column jobs.weight (bigint to text)  [schema/jobs.yaml:4]
--   change column jobs.size (no default to default 0)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.size: running code that still says jobs.weight breaks
--   BC102 breaks-clients jobs.weight: running code that still says jobs.size breaks
--   PG301 rewrites-table jobs.weight: text to bigint writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.size has no default.
ALTER TABLE "jobs" ALTER COLUMN "size" DROP DEFAULT;

-- jobs.weight from text to bigint.
ALTER TABLE "jobs" ALTER COLUMN "weight" TYPE bigint USING "weight"::bigint;

-- Rename jobs.weight to _qsys_between_size.
ALTER TABLE "jobs" RENAME COLUMN "weight" TO "_qsys_between_size";

-- Rename jobs.size to weight.
ALTER TABLE "jobs" RENAME COLUMN "size" TO "weight";

-- Rename jobs._qsys_between_size to size. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_size" TO "size";
