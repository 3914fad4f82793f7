-- Takes back 0002.the_change
-- Add type email.
-- Add column jobs.mail.
--
-- Changes taken back:
--   add type email  [schema/email.yaml:1]
--   add column jobs.mail (email, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.mail: the values of jobs.mail are lost
--   BC105 breaks-clients email: code that uses the type email breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.mail.
ALTER TABLE "jobs" DROP COLUMN "mail";

-- Drop type email.
DROP TYPE "email";
