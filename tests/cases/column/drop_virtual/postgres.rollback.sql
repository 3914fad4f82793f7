-- Takes back 0002.the_change
-- Drop column jobs.shout.
--
-- Changes taken back:
--   drop column jobs.shout (text, nullable, stored, generated as upper(name))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG309 rewrites-table jobs.shout: it is computed for every row, while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.shout.
ALTER TABLE "jobs" ADD COLUMN "shout" text GENERATED ALWAYS AS (upper(name)) STORED;
