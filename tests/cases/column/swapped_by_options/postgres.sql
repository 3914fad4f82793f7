-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
--   drop check jobs.ck_jobs_first ((length(last) > 0))
--   add check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
-- Risks:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
--   CD102 may-fail-on-data jobs.ck_jobs_first: rows that it forbids may be written, and then it cannot come back
--   MF105 may-fail-on-data jobs.ck_jobs_last: fails if a row does not satisfy it
-- Rolling back:
--   CD102 may-fail-on-data jobs.ck_jobs_last: rows that it forbids may be written, and then it cannot come back
--   MF105 may-fail-on-data jobs.ck_jobs_first: fails if a row does not satisfy it
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
--   PG305 blocks-reads-and-writes jobs.ck_jobs_first: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0147b25b30c73110, after 01e2982029365c74.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.last to _qsys_between_first.
ALTER TABLE "jobs" RENAME COLUMN "last" TO "_qsys_between_first";

-- Rename jobs.first to last.
ALTER TABLE "jobs" RENAME COLUMN "first" TO "last";

-- Rename jobs._qsys_between_first to first.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_first" TO "first";

-- Drop ck_jobs_first of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_first";

-- Add ck_jobs_last to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_jobs_last" CHECK (length(last) > 0) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
--   add check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_jobs_last: fails if a row does not satisfy it
-- Rolling back:
--   MF105 may-fail-on-data jobs.ck_jobs_last: fails if a row does not satisfy it
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e2982029365c74, after 015d97666b980a28.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_jobs_last.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_jobs_last";
