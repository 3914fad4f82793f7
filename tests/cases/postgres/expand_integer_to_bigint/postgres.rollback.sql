-- file: 0010.the_change_9.rollback.sql
-- Takes back 0010.the_change_9
-- Change jobs: 9 changes.
-- Drop function "_qsys_new_jobs_amount"().
--
-- Changes taken back:
--   drop trigger jobs._qsys_new_amount
--   drop check jobs._qsys_same_amount ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint)  [schema/jobs.yaml:5]
--   drop check jobs._qsys_new_ck_jobs_amount ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000)))
--   drop index jobs._qsys_new_uq_jobs_amount_name (unique on _qsys_new_amount, name)
--   drop index jobs._qsys_new_ix_jobs_name_amount (on name, _qsys_new_amount)
--   drop index jobs._qsys_new_ix_jobs_name (on name where ("_qsys_new_amount" > 3))
--   drop index jobs._qsys_new_ix_jobs_amount (on abs("_qsys_new_amount"))
--   drop column jobs._qsys_new_amount (bigint, not null)  [schema/jobs.yaml:5]
--   change column jobs.amount (integer to bigint; default 5 to default 6)  [schema/jobs.yaml:5]
--   drop function "_qsys_new_jobs_amount"()
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.amount: bigint to integer writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_amount"().
CREATE FUNCTION "_qsys_new_jobs_amount"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_amount" := NEW."amount";
    RETURN NEW;
END
$_qsys_new$;

-- The default of jobs.amount is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "amount" DROP DEFAULT;

-- jobs.amount from bigint to integer.
ALTER TABLE "jobs" ALTER COLUMN "amount" TYPE integer;

-- The default of jobs.amount.
ALTER TABLE "jobs" ALTER COLUMN "amount" SET DEFAULT 5;

-- What jobs.amount is.
COMMENT ON COLUMN "jobs"."amount" IS 'How many.';

-- Add column jobs._qsys_new_amount.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_amount" bigint;

-- The rows that are there get what backfill says.
UPDATE "jobs" SET "_qsys_new_amount" = ("amount");

-- jobs._qsys_new_amount has a value everywhere now.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_amount" SET NOT NULL;

-- Add index _qsys_new_ix_jobs_amount on jobs.
CREATE INDEX "_qsys_new_ix_jobs_amount" ON "jobs" ((abs("_qsys_new_amount")));

-- Add index _qsys_new_ix_jobs_name on jobs.
CREATE INDEX "_qsys_new_ix_jobs_name" ON "jobs" ("name") WHERE ("_qsys_new_amount" > 3);

-- Add index _qsys_new_ix_jobs_name_amount on jobs.
CREATE INDEX "_qsys_new_ix_jobs_name_amount" ON "jobs" ("name", "_qsys_new_amount");

-- Add index _qsys_new_uq_jobs_amount_name on jobs.
CREATE UNIQUE INDEX "_qsys_new_uq_jobs_amount_name" ON "jobs" ("_qsys_new_amount", "name");

-- Add _qsys_new_ck_jobs_amount to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_new_ck_jobs_amount" CHECK ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000)));

-- Add _qsys_same_amount to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_amount" CHECK ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint);

-- Add trigger _qsys_new_amount on jobs.
CREATE TRIGGER "_qsys_new_amount" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_amount"();

-- When _qsys_new_amount fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_amount";

-- file: 0009.the_change_8.rollback.sql
-- Takes back 0009.the_change_8
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null__qsys_new_amount ("_qsys_new_amount" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs._qsys_new_amount (nullable to not null)  [schema/jobs.yaml:5]
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

-- jobs._qsys_new_amount may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_amount" DROP NOT NULL;

-- Add _qsys_not_null__qsys_new_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null__qsys_new_amount" CHECK ("_qsys_new_amount" IS NOT NULL) NOT VALID;

-- file: 0008.the_change_7.rollback.sql
-- Takes back 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   validate check jobs._qsys_same_amount  [schema/jobs.yaml:5]
--   validate check jobs._qsys_new_ck_jobs_amount
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

-- Add _qsys_new_ck_jobs_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_new_ck_jobs_amount", ADD CONSTRAINT "_qsys_new_ck_jobs_amount" CHECK ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000))) NOT VALID;

-- Add _qsys_same_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_amount", ADD CONSTRAINT "_qsys_same_amount" CHECK ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint) NOT VALID;

-- file: 0007.the_change_6.rollback.sql
-- Takes back 0007.the_change_6
-- Add index jobs._qsys_new_ix_jobs_amount.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_amount (on abs("_qsys_new_amount"))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_amount of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_amount";

-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Add index jobs._qsys_new_ix_jobs_name.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_name (on name where ("_qsys_new_amount" > 3))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_name of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_name";

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Add index jobs._qsys_new_ix_jobs_name_amount.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_name_amount (on name, _qsys_new_amount)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_name_amount of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_name_amount";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Add index jobs._qsys_new_uq_jobs_amount_name.
--
-- Changes taken back:
--   add index jobs._qsys_new_uq_jobs_amount_name (unique on _qsys_new_amount, name)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_uq_jobs_amount_name of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_uq_jobs_amount_name";

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change column jobs._qsys_new_amount.
--
-- Changes taken back:
--   change column jobs._qsys_new_amount (rows without a value get one)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Nothing to do: the values of jobs._qsys_new_amount go with it, in the migration before.
SELECT 1;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add function "_qsys_new_jobs_amount"().
-- Change jobs: 5 changes.
--
-- Changes taken back:
--   add function "_qsys_new_jobs_amount"()
--   add column jobs._qsys_new_amount (bigint, nullable)  [schema/jobs.yaml:5]
--   add check jobs._qsys_same_amount ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint)  [schema/jobs.yaml:5]
--   add check jobs._qsys_new_ck_jobs_amount ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000)))
--   add check jobs._qsys_not_null__qsys_new_amount ("_qsys_new_amount" IS NOT NULL)  [schema/jobs.yaml:5]
--   add trigger jobs._qsys_new_amount
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

-- Drop trigger _qsys_new_amount of jobs.
DROP TRIGGER "_qsys_new_amount" ON "jobs";

-- Drop _qsys_new_ck_jobs_amount of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_new_ck_jobs_amount";

-- Drop _qsys_not_null__qsys_new_amount of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null__qsys_new_amount";

-- Drop _qsys_same_amount of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_amount";

-- Drop column jobs._qsys_new_amount.
ALTER TABLE "jobs" DROP COLUMN "_qsys_new_amount";

-- Drop function "_qsys_new_jobs_amount"().
DROP ROUTINE "_qsys_new_jobs_amount"();
