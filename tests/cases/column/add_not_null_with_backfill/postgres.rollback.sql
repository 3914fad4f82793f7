-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null_slug ("slug" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs.slug (nullable to not null)  [schema/jobs.yaml:5]
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

-- jobs.slug may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "slug" DROP NOT NULL;

-- Add _qsys_not_null_slug to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_slug" CHECK ("slug" IS NOT NULL) NOT VALID;

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.slug (rows without a value get one)  [schema/jobs.yaml:5]
--   add check jobs._qsys_not_null_slug ("slug" IS NOT NULL)  [schema/jobs.yaml:5]
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

-- Drop _qsys_not_null_slug of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_slug";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add column jobs.slug.
--
-- Changes taken back:
--   add column jobs.slug (text, nullable)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.slug.
ALTER TABLE "jobs" DROP COLUMN "slug";
