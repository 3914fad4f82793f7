-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:4]
--   add primary key jobs.primary_key (id)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD103 may-fail-on-data jobs.primary_key: equal rows may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs_key becomes an index again.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_key";

-- Add index _qsys_for_jobs_key on jobs.
CREATE UNIQUE INDEX "_qsys_for_jobs_key" ON "jobs" ("id");

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs._qsys_for_jobs_key.
--
-- Changes taken back:
--   add index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_for_jobs_key of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_for_jobs_key";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop primary key jobs.primary_key (id, include ["note"])
--   drop column jobs.note (text, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- Add jobs_key to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_key" PRIMARY KEY ("id") INCLUDE ("note");
