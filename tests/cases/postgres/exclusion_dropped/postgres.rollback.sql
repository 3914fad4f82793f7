-- Takes back 0002.the_change
-- Drop unique jobs.no_overlap.
--
-- Changes taken back:
--   drop unique jobs.no_overlap (exclude USING gist (room WITH &&))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.no_overlap: fails if two rows exclude each other
--   PG105 blocks-reads-and-writes jobs.no_overlap: the index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add no_overlap to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (room WITH &&);
