-- file: 0002.the_change.sql
-- 0002.the_change
-- Add check jobs.ck_name.
--
-- Changes:
--   add check jobs.ck_name (name <> '')  [schema/jobs.yaml:10]
-- Risks:
--   none
-- Rolling back:
--   CD102 may-fail-on-data jobs.ck_name: rows that it forbids may be written, and then it cannot come back
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
-- Schema before 0140f7a7f6957921, after 013a5cf70c932d6f.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add ck_name to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_name" CHECK (name <> '') NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.ck_name.
--
-- Changes:
--   validate check jobs.ck_name  [schema/jobs.yaml:10]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_name: fails if a row does not satisfy it (0 of 3 rows violate it)
-- Rolling back:
--   none
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
-- Schema before 013a5cf70c932d6f, after 017db11ced372405.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_name.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_name";
