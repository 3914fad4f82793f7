-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   drop check jobs.jobs_code ((code > 0))
--   change column jobs.code (bigint to text)  [schema/jobs.yaml:4]
--   add check jobs.jobs_code (code <> '')  [schema/jobs.yaml:6]
-- Risks:
--   PG301 rewrites-table jobs.code: bigint to text writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB; --expand jobs.code splits it)
-- Rolling back:
--   MF105 may-fail-on-data jobs.jobs_code: fails if a row does not satisfy it
--   PG301 rewrites-table jobs.code: text to bigint writes every row and index anew while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.jobs_code: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0151a7ad2440e260, after 017393c88dd88e57.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_code of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_code";

-- jobs.code from bigint to text.
ALTER TABLE "jobs" ALTER COLUMN "code" TYPE text USING "code"::text;

-- Add jobs_code to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_code" CHECK (code <> '') NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.jobs_code.
--
-- Changes:
--   validate check jobs.jobs_code  [schema/jobs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data jobs.jobs_code: fails if a row does not satisfy it
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017393c88dd88e57, after 01cdbc1fe46751d9.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits jobs_code.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "jobs_code";
