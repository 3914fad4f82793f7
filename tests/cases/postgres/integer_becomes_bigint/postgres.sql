-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (integer to bigint)  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.n: integer to bigint writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB; --expand jobs.n splits it)
-- Rolling back:
--   PG301 rewrites-table jobs.n: bigint to integer writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0111edb719078770, after 01b9167bbd3059e0.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- The default of jobs.n is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "n" DROP DEFAULT;

-- jobs.n from integer to bigint.
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE bigint;

-- The default of jobs.n.
ALTER TABLE "jobs" ALTER COLUMN "n" SET DEFAULT 0;
