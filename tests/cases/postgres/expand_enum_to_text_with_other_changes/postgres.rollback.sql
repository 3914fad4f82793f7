-- file: 0011.the_change_10.rollback.sql
-- Takes back 0011.the_change_10
-- Drop enum mood.
--
-- Changes taken back:
--   drop enum mood (sad, glad)
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

-- Create enum mood.
CREATE TYPE "mood" AS ENUM ('sad', 'glad');

-- file: 0010.the_change_9.rollback.sql
-- Takes back 0010.the_change_9
-- Change jobs: 11 changes.
-- Drop function "_qsys_new_jobs_mood"().
--
-- Changes taken back:
--   drop trigger jobs._qsys_new_mood
--   drop index jobs.ix_jobs_mood_id (on mood, id)
--   drop check jobs._qsys_same_mood ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE
--   "C")  [schema/jobs.yaml:4]
--   drop check jobs._qsys_new_ck_jobs_mood ("_qsys_new_mood" IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   drop index jobs._qsys_new_ix_jobs_mood_id (unique on _qsys_new_mood, id)  [schema/jobs.yaml:8]
--   drop index jobs._qsys_new_ix_jobs_region_mood (on region, _qsys_new_mood)  [schema/jobs.yaml:10]
--   drop column jobs._qsys_new_mood (text, not null)  [schema/jobs.yaml:4]
--   change column jobs.mood (mood to text)  [schema/jobs.yaml:4]
--   add index jobs.ix_jobs_mood_id (unique on mood, id)  [schema/jobs.yaml:8]
--   add index jobs.ix_jobs_region_mood (on region, mood)  [schema/jobs.yaml:10]
--   add check jobs.ck_jobs_mood (mood IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   drop function "_qsys_new_jobs_mood"()
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data jobs.ck_jobs_mood: rows that it forbids may be written, and then it cannot come back
--   PG301 rewrites-table jobs.mood: text to mood writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_mood"().
CREATE FUNCTION "_qsys_new_jobs_mood"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_mood" := NEW."mood"::text;
    RETURN NEW;
END
$_qsys_new$;

-- Drop ck_jobs_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_mood";

-- Drop index ix_jobs_region_mood of jobs.
DROP INDEX "ix_jobs_region_mood";

-- Drop index ix_jobs_mood_id of jobs.
DROP INDEX "ix_jobs_mood_id";

-- jobs.mood from text to mood.
ALTER TABLE "jobs" ALTER COLUMN "mood" TYPE mood USING "mood"::text::mood;

-- Add column jobs._qsys_new_mood.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_mood" text;

-- The rows that are there get what backfill says.
UPDATE "jobs" SET "_qsys_new_mood" = ("mood"::text::text);

-- jobs._qsys_new_mood has a value everywhere now.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_mood" SET NOT NULL;

-- Add index _qsys_new_ix_jobs_region_mood on jobs.
CREATE INDEX "_qsys_new_ix_jobs_region_mood" ON "jobs" ("region", "_qsys_new_mood");

-- Add index _qsys_new_ix_jobs_mood_id on jobs.
CREATE UNIQUE INDEX "_qsys_new_ix_jobs_mood_id" ON "jobs" ("_qsys_new_mood", "id");

-- Add _qsys_new_ck_jobs_mood to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_new_ck_jobs_mood" CHECK ("_qsys_new_mood" IN ('sad', 'glad'));

-- Add _qsys_same_mood to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE "C");

-- Add index ix_jobs_mood_id on jobs.
CREATE INDEX "ix_jobs_mood_id" ON "jobs" ("mood", "id");

-- Add trigger _qsys_new_mood on jobs.
CREATE TRIGGER "_qsys_new_mood" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_mood"();

-- When _qsys_new_mood fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_mood";

-- file: 0009.the_change_8.rollback.sql
-- Takes back 0009.the_change_8
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null__qsys_new_mood ("_qsys_new_mood" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs._qsys_new_mood (nullable to not null)  [schema/jobs.yaml:4]
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

-- jobs._qsys_new_mood may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_mood" DROP NOT NULL;

-- Add _qsys_not_null__qsys_new_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null__qsys_new_mood" CHECK ("_qsys_new_mood" IS NOT NULL) NOT VALID;

-- file: 0008.the_change_7.rollback.sql
-- Takes back 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   validate check jobs._qsys_same_mood  [schema/jobs.yaml:4]
--   validate check jobs._qsys_new_ck_jobs_mood  [schema/jobs.yaml:13]
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

-- Add _qsys_new_ck_jobs_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_new_ck_jobs_mood", ADD CONSTRAINT "_qsys_new_ck_jobs_mood" CHECK ("_qsys_new_mood" IN ('sad', 'glad')) NOT VALID;

-- Add _qsys_same_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood", ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE "C") NOT VALID;

-- file: 0007.the_change_6.rollback.sql
-- Takes back 0007.the_change_6
-- Add index jobs._qsys_new_ix_jobs_region_mood.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_region_mood (on region, _qsys_new_mood)  [schema/jobs.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_region_mood of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_region_mood";

-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Add index jobs._qsys_new_ix_jobs_mood_id.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_mood_id (unique on _qsys_new_mood, id)  [schema/jobs.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_mood_id of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_mood_id";

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Change column jobs._qsys_new_mood.
--
-- Changes taken back:
--   change column jobs._qsys_new_mood (rows without a value get one)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Nothing to do: the values of jobs._qsys_new_mood go with it, in the migration before.
SELECT 1;

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Add function "_qsys_new_jobs_mood"().
-- Change jobs: 5 changes.
--
-- Changes taken back:
--   add function "_qsys_new_jobs_mood"()
--   add column jobs._qsys_new_mood (text, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_mood ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE "C")
--   [schema/jobs.yaml:4]
--   add check jobs._qsys_new_ck_jobs_mood ("_qsys_new_mood" IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   add check jobs._qsys_not_null__qsys_new_mood ("_qsys_new_mood" IS NOT NULL)  [schema/jobs.yaml:4]
--   add trigger jobs._qsys_new_mood
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

-- Drop trigger _qsys_new_mood of jobs.
DROP TRIGGER "_qsys_new_mood" ON "jobs";

-- Drop _qsys_new_ck_jobs_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_new_ck_jobs_mood";

-- Drop _qsys_not_null__qsys_new_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null__qsys_new_mood";

-- Drop _qsys_same_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood";

-- Drop column jobs._qsys_new_mood.
ALTER TABLE "jobs" DROP COLUMN "_qsys_new_mood";

-- Drop function "_qsys_new_jobs_mood"().
DROP ROUTINE "_qsys_new_jobs_mood"();

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs.ix_jobs_owner.
--
-- Changes taken back:
--   add index jobs.ix_jobs_owner (on owner)  [schema/jobs.yaml:11]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_jobs_owner of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_jobs_owner";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add column jobs.region.
--
-- Changes taken back:
--   add column jobs.region (text, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.region: the values of jobs.region are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.region.
ALTER TABLE "jobs" DROP COLUMN "region";
