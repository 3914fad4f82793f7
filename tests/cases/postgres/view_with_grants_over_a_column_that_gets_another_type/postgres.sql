-- 0002.the_change
-- Change column jobs.name.
-- Change names: 2 changes.
--
-- Changes:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
--   drop view names
--   add view names  [schema/names.yaml:1]
-- Risks:
--   PG301 rewrites-table jobs.name: text to character varying(20) writes every row and index anew while nobody can read
--   or write (about 2 rows: 32 kB)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   ACCESS EXCLUSIVE on names for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013b41fc43e41837, after 011c9c146bda334d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop view names.
DROP VIEW "names";

-- jobs.name from text to character varying(20).
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE character varying(20);

-- Create view names.
CREATE VIEW names AS SELECT id, name FROM jobs WHERE name <> '';

-- What specs do not speak of belongs to names.
COMMENT ON VIEW "names" IS 'those that have one';

-- What specs do not speak of belongs to names.
GRANT SELECT ON names TO PUBLIC;
