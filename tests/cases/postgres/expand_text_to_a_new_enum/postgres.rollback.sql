-- file: 0007.the_change_6.rollback.sql
-- Takes back 0007.the_change_6
-- Change jobs: 7 changes.
-- Drop function "_qsys_new_jobs_mood"().
--
-- Changes taken back:
--   drop trigger jobs._qsys_new_mood
--   drop index jobs.ix_jobs_mood (on mood where (mood = 'glad'::text))
--   drop check jobs._qsys_same_mood ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood)  [schema/jobs.yaml:4]
--   drop index jobs._qsys_new_ix_jobs_mood (on _qsys_new_mood where "_qsys_new_mood" = 'glad')  [schema/jobs.yaml:6]
--   drop column jobs._qsys_new_mood (mood, nullable)  [schema/jobs.yaml:4]
--   change column jobs.mood (text to mood; default 'sad'::text to default 'sad')  [schema/jobs.yaml:4]
--   add index jobs.ix_jobs_mood (on mood where mood = 'glad')  [schema/jobs.yaml:6]
--   drop function "_qsys_new_jobs_mood"()
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.mood: mood to text writes every row and index anew while nobody can read or write
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

-- Drop index ix_jobs_mood of jobs.
DROP INDEX "ix_jobs_mood";

-- The default of jobs.mood is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "mood" DROP DEFAULT;

-- jobs.mood from mood to text.
ALTER TABLE "jobs" ALTER COLUMN "mood" TYPE text USING "mood"::text::text;

-- The default of jobs.mood.
ALTER TABLE "jobs" ALTER COLUMN "mood" SET DEFAULT 'sad'::text;

-- Add column jobs._qsys_new_mood.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_mood" mood;

-- The rows that are there get what backfill says.
UPDATE "jobs" SET "_qsys_new_mood" = ("mood"::text::mood);

-- Add index _qsys_new_ix_jobs_mood on jobs.
CREATE INDEX "_qsys_new_ix_jobs_mood" ON "jobs" ("_qsys_new_mood") WHERE "_qsys_new_mood" = 'glad';

-- Add _qsys_same_mood to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood);

-- Add index ix_jobs_mood on jobs.
CREATE INDEX "ix_jobs_mood" ON "jobs" ("mood") WHERE (mood = 'glad'::text);

-- Add trigger _qsys_new_mood on jobs.
CREATE TRIGGER "_qsys_new_mood" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_mood"();

-- When _qsys_new_mood fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_mood";

-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Validate check jobs._qsys_same_mood.
--
-- Changes taken back:
--   validate check jobs._qsys_same_mood  [schema/jobs.yaml:4]
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

-- Add _qsys_same_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood", ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood) NOT VALID;

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Add index jobs._qsys_new_ix_jobs_mood.
--
-- Changes taken back:
--   add index jobs._qsys_new_ix_jobs_mood (on _qsys_new_mood where "_qsys_new_mood" = 'glad')  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_new_ix_jobs_mood of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_new_ix_jobs_mood";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
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

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add function "_qsys_new_jobs_mood"().
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add function "_qsys_new_jobs_mood"()
--   add column jobs._qsys_new_mood (mood, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_mood ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood)  [schema/jobs.yaml:4]
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

-- Drop _qsys_same_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood";

-- Drop column jobs._qsys_new_mood.
ALTER TABLE "jobs" DROP COLUMN "_qsys_new_mood";

-- Drop function "_qsys_new_jobs_mood"().
DROP ROUTINE "_qsys_new_jobs_mood"();

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add enum mood.
--
-- Changes taken back:
--   add enum mood (sad, glad)  [schema/jobs.yaml:4]
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

-- Drop enum mood.
DROP TYPE "mood";
