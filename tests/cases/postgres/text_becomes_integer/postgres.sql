-- 0002.the_change
-- Change column jobs.n.
--
-- Changes:
--   change column jobs.n (text to bigint; default '0'::text to default 0)  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.n: text to bigint writes every row and index anew while nobody can read or write (about 2
--   rows: 32 kB; --expand jobs.n splits it)
-- Rolling back:
--   PG301 rewrites-table jobs.n: bigint to text writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01751b269abfce3c, after 01cfda67a0ea88e1.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- The default of jobs.n is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "n" DROP DEFAULT;

-- jobs.n from text to bigint.
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE bigint USING "n"::bigint;

-- The default of jobs.n.
ALTER TABLE "jobs" ALTER COLUMN "n" SET DEFAULT 0;
