-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.ck_queue.
--
-- Changes taken back:
--   validate check jobs.ck_queue  [schema/jobs.yaml:11]
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

-- Add ck_queue to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_queue", ADD CONSTRAINT "ck_queue" CHECK (queue <> '') NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add column jobs.note (text, nullable)  [schema/jobs.yaml:5]
--   add check jobs.ck_queue (queue <> '')  [schema/jobs.yaml:11]
--   add index jobs.ix_jobs_queue (on queue)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data jobs.ck_queue: rows that it forbids may be written, and then it cannot come back
--   DS103 loses-data jobs.note: the values of jobs.note are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop index ix_jobs_queue of jobs.
DROP INDEX "ix_jobs_queue";

-- Drop ck_queue of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_queue";

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";
