-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
-- Add table logs.
--
-- Changes:
--   drop index jobs.ix_name (on name)
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:6]
--   add table logs (2 columns, 1 index)  [schema/logs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data logs: all rows of logs are lost
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   PG101 blocks-writes jobs.ix_name: writers of jobs wait while the index is built
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
-- Schema before 01678088ff7c215b, after 015bb3f3611b86b9.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop index ix_name of jobs.
DROP INDEX "ix_name";

-- Create table logs.
CREATE TABLE "logs" (
  "id" bigint NOT NULL,
  "name" text NOT NULL,
  PRIMARY KEY ("id")
);

-- Index ix_name of logs.
CREATE INDEX "ix_name" ON "logs" ("name");

-- Add ck_some to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_some" CHECK (name <> '') NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.ck_some.
--
-- Changes:
--   validate check jobs.ck_some  [schema/jobs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_some: fails if a row does not satisfy it (0 of 3 rows violate it)
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
-- Schema before 015bb3f3611b86b9, after 01cf3582fe350084.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_some.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_some";
