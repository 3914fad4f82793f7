-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate foreign key logs.fk_logs_job_id.
--
-- Changes taken back:
--   validate foreign key logs.fk_logs_job_id  [schema/l.yaml:6]
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

-- Add fk_logs_job_id to logs for new rows; those that are there are looked at later.
ALTER TABLE "logs" DROP CONSTRAINT "fk_logs_job_id", ADD CONSTRAINT "fk_logs_job_id" FOREIGN KEY ("job_id") REFERENCES "{jobs}" ("id") NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add foreign key logs.fk_logs_job_id.
--
-- Changes taken back:
--   add foreign key logs.fk_logs_job_id (job_id to {jobs}(id), not valid true)  [schema/l.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD101 may-fail-on-data logs.fk_logs_job_id: rows that it forbids may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_logs_job_id of logs.
ALTER TABLE "logs" DROP CONSTRAINT "fk_logs_job_id";
