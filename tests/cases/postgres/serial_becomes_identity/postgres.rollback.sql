-- Takes back 0002.the_change
-- Change column jobs.id.
--
-- Changes taken back:
--   change column jobs.id (serial to always)  [schema/jobs.yaml:3]
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

-- jobs.id gets no number by itself.
ALTER TABLE "jobs" ALTER COLUMN "id" DROP IDENTITY;

-- The numbers of jobs.id.
CREATE SEQUENCE "jobs_id_seq" AS bigint OWNED BY "jobs"."id";

-- jobs.id counts on.
ALTER TABLE "jobs" ALTER COLUMN "id" SET DEFAULT nextval('"jobs_id_seq"');

-- It goes on behind the highest number that is there.
SELECT setval(pg_get_serial_sequence('"jobs"', 'id'), (SELECT COALESCE(MAX("id"), 0) + 1 FROM "jobs"), false);
