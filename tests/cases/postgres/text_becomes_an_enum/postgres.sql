-- 0002.the_change
-- Add enum jobs_status.
-- Change column jobs.status.
--
-- Changes:
--   add enum jobs_status (NEW, DONE)  [schema/jobs.yaml:4]
--   change column jobs.status (text to jobs_status; default 'NEW'::text to default 'NEW')  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.status: text to jobs_status writes every row and index anew while nobody can read or
--   write (about 2 rows: 32 kB)
-- Rolling back:
--   PG301 rewrites-table jobs.status: jobs_status to text writes every row and index anew while nobody can read or
--   write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018841b8dc8cd463, after 0102756ca58ff734.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create enum jobs_status.
CREATE TYPE "jobs_status" AS ENUM ('NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status from text to jobs_status.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE jobs_status USING "status"::text::jobs_status;

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW';
