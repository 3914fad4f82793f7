-- Takes back 0002.the_change
-- Drop type email.
-- Drop column jobs.mail.
--
-- Changes taken back:
--   drop type email
--   drop column jobs.mail (email, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.mail: the values of jobs.mail are lost
-- Risks:
--   PG301 rewrites-table jobs.mail: email has a check, so every row is written anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create type email.
CREATE DOMAIN "email" AS text CONSTRAINT email_check CHECK (VALUE ~~ '%@%'::text);

-- Add column jobs.mail.
ALTER TABLE "jobs" ADD COLUMN "mail" email;
