-- 0002.the_change
-- Change column jobs.name.
--
-- Changes:
--   change column jobs.name (character varying(50) to character varying(20))  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.name: character varying(50) to character varying(20) writes every row and index anew
--   while nobody can read or write (about 3 rows: 24 kB; --expand jobs.name splits it)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b0af102e739708, after 01a13ee6d822211d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.name from character varying(50) to character varying(20).
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE character varying(20);
