-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (character varying(20) to character varying(10))  [schema/jobs.yaml:5]
-- Risks:
--   PG301 rewrites-table jobs.n: character varying(20) to character varying(10) writes every row and index anew while
--   nobody can read or write (about 1 rows: 32 kB; --expand jobs.n splits it)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0132e4b86b7fff3c, after 01c1ee11b43b4fbf.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.n from character varying(20) to character varying(10).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE character varying(10);
