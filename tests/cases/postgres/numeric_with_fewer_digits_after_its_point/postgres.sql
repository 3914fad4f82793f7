-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (numeric(10,2) to numeric(10,1))  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.n: numeric(10,2) to numeric(10,1) writes every row and index anew while nobody can read
--   or write (about 2 rows: 24 kB; --expand jobs.n splits it)
--   PG320 loses-data jobs.n: numeric(10,2) to numeric(10,1) changes values that look otherwise in the new type
-- Rolling back:
--   PG301 rewrites-table jobs.n: numeric(10,1) to numeric(10,2) writes every row and index anew while nobody can read
--   or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.n change
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0181c29821051f0d, after 01a52b61c907c59a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.n from numeric(10,2) to numeric(10,1).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE numeric(10,1);
