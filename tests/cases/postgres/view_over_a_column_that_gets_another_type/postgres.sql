-- 0002.the_change
-- Change column jobs.name.
-- Change long_names: 2 changes.
-- Change names: 2 changes.
--
-- Changes:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
--   drop view long_names
--   drop view names
--   add view long_names  [schema/long_names.yaml:1]
--   add view names  [schema/names.yaml:1]
-- Risks:
--   PG301 rewrites-table jobs.name: text to character varying(20) writes every row and index anew while nobody can read
--   or write (about 2 rows: 32 kB)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   ACCESS EXCLUSIVE on long_names, names for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e73c577886de2d, after 01e6451f469da18a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop view long_names.
DROP VIEW "long_names";

-- Drop view names.
DROP VIEW "names";

-- jobs.name from text to character varying(20).
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE character varying(20);

-- Create view names.
CREATE VIEW names AS SELECT id, name FROM jobs WHERE name <> '';

-- Create view long_names.
CREATE VIEW long_names AS SELECT name FROM names WHERE length(name) > 3;
