-- Takes back 0002.the_change
-- Drop check jobs.ck_one.
--
-- Changes taken back:
--   drop check jobs.ck_one ((id > 0))
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

-- Add ck_one to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_one" CHECK ((id > 0)) NOT VALID;
