-- 0002.the_change
-- Change column jobs.total.
--
-- Changes:
--   change column jobs.total (stored, generated as (price * 2) to stored, generated as price * 3)  [schema/jobs.yaml:5]
-- Risks:
--   PG309 rewrites-table jobs.total: it is computed for every row, while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.ck_total: every row is looked at while everybody waits
--   PG101 blocks-writes jobs.ix_jobs_total: writers of jobs wait while the index is built
-- Rolling back:
--   PG309 rewrites-table jobs.total: it is computed for every row, while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.ck_total: every row is looked at while everybody waits
--   PG101 blocks-writes jobs.ix_jobs_total: writers of jobs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0113c8f1e1d08bb5, after 019723a380f65ef2.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop index ix_jobs_total of jobs. It stands in the way of column jobs.total, and comes again below.
DROP INDEX "ix_jobs_total";

-- Drop ck_total of jobs. It stands in the way of column jobs.total, and comes again below.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_total";

-- Drop column jobs.total. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" DROP COLUMN "total";

-- Add column jobs.total. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" ADD COLUMN "total" bigint GENERATED ALWAYS AS (price * 3) STORED;

-- Add ck_total to jobs. It stood in the way of column jobs.total.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_total" CHECK ((total > 0));

-- Add index ix_jobs_total on jobs. It stood in the way of column jobs.total.
CREATE INDEX "ix_jobs_total" ON "jobs" ("total");
