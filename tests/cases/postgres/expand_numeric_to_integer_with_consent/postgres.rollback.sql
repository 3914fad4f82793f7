-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Change jobs: 4 changes.
-- Drop function "_qsys_new_jobs_n"().
--
-- Changes taken back:
--   drop trigger jobs._qsys_new_n
--   drop check jobs._qsys_same_n ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint)  [schema/jobs.yaml:4]
--   drop column jobs._qsys_new_n (bigint, nullable)  [schema/jobs.yaml:4]
--   change column jobs.n (numeric(10,2) to bigint)  [schema/jobs.yaml:4]
--   drop function "_qsys_new_jobs_n"()
-- Lost by the migration, and not brought back:
--   PG320 loses-data jobs.n: numeric(10,2) to bigint changes values that look otherwise in the new type
-- Risks:
--   PG301 rewrites-table jobs.n: bigint to numeric(10,2) writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_n"().
CREATE FUNCTION "_qsys_new_jobs_n"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_n" := NEW."n";
    RETURN NEW;
END
$_qsys_new$;

-- jobs.n from bigint to numeric(10,2).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE numeric(10,2);

-- Add column jobs._qsys_new_n.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_n" bigint;

-- The rows that are there get what backfill says.
UPDATE "jobs" SET "_qsys_new_n" = ("n");

-- Add _qsys_same_n to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_n" CHECK ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint);

-- Add trigger _qsys_new_n on jobs.
CREATE TRIGGER "_qsys_new_n" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_n"();

-- When _qsys_new_n fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_n";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Validate check jobs._qsys_same_n.
--
-- Changes taken back:
--   validate check jobs._qsys_same_n  [schema/jobs.yaml:4]
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

-- Add _qsys_same_n to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_n", ADD CONSTRAINT "_qsys_same_n" CHECK ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint) NOT VALID;

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change column jobs._qsys_new_n.
--
-- Changes taken back:
--   change column jobs._qsys_new_n (rows without a value get one)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Nothing to do: the values of jobs._qsys_new_n go with it, in the migration before.
SELECT 1;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add function "_qsys_new_jobs_n"().
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add function "_qsys_new_jobs_n"()
--   add column jobs._qsys_new_n (bigint, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_n ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint)  [schema/jobs.yaml:4]
--   add trigger jobs._qsys_new_n
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

-- Drop trigger _qsys_new_n of jobs.
DROP TRIGGER "_qsys_new_n" ON "jobs";

-- Drop _qsys_same_n of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_n";

-- Drop column jobs._qsys_new_n.
ALTER TABLE "jobs" DROP COLUMN "_qsys_new_n";

-- Drop function "_qsys_new_jobs_n"().
DROP ROUTINE "_qsys_new_jobs_n"();
