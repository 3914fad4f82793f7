-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate foreign key jobs.jobs_belong.
--
-- Changes taken back:
--   validate foreign key jobs.jobs_belong  [schema/jobs.yaml:6]
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

-- Add jobs_belong to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_belong", ADD CONSTRAINT "jobs_belong" FOREIGN KEY ("owner") REFERENCES "teams" ("id") NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Drop table owners.
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop table owners (1 column, 0 indexes)
--   drop foreign key jobs.jobs_belong (owner to owners(id))
--   add foreign key jobs.jobs_belong (owner to teams(id), not valid true)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   DS102 loses-data owners: all rows of owners are lost (about 1 at present: 24 kB)
-- Risks:
--   MF106 may-fail-on-data jobs.jobs_belong: fails if a row refers to a row of owners that is not there
--   PG306 blocks-writes jobs.jobs_belong: every row is looked at while writers of both tables wait, those of owners too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_belong of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_belong";

-- Create table owners.
CREATE TABLE "owners" (
  "id" bigint NOT NULL,
  PRIMARY KEY ("id")
);

-- Add jobs_belong to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_belong" FOREIGN KEY ("owner") REFERENCES "owners" ("id");
