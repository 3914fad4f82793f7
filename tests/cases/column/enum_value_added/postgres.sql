-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs.ck_jobs_s ((s = ANY (ARRAY['A'::text, 'B'::text])))
--   add check jobs.ck_jobs_s ("s" IN ('A', 'B', 'C'))  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   MF105 may-fail-on-data jobs.ck_jobs_s: fails if a row does not satisfy it
--   PG305 blocks-reads-and-writes jobs.ck_jobs_s: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0167efc094bc9069, after 010e798599d18155.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add ck_jobs_s to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_s", ADD CONSTRAINT "ck_jobs_s" CHECK ("s" IN ('A', 'B', 'C')) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.ck_jobs_s.
--
-- Changes:
--   validate check jobs.ck_jobs_s  [schema/jobs.yaml:5]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_jobs_s: fails if a row does not satisfy it (0 of 1 rows violate it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 010e798599d18155, after 01c3754443c930db.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_jobs_s.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_jobs_s";
