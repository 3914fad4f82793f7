-- file: 0002.the_change.sql
-- 0002.the_change
-- Add check jobs.ck_some.
-- Change logs: 2 changes.
--
-- Changes:
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:8]
--   drop index logs.ix_name (on name)
--   add check logs.ck_other (name <> '')  [schema/logs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   CD102 may-fail-on-data logs.ck_other: rows that it forbids may be written, and then it cannot come back
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   PG101 blocks-writes logs.ix_name: writers of logs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on logs, jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017d54fb114813ba, after 019e8ca71058536d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop index ix_name of logs.
DROP INDEX "ix_name";

-- Add ck_some to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_some" CHECK (name <> '') NOT VALID;

-- Add ck_other to logs for new rows; those that are there are looked at later.
ALTER TABLE "logs" ADD CONSTRAINT "ck_other" CHECK (name <> '') NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.ix_name.
--
-- Changes:
--   add index jobs.ix_name (on name)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 019e8ca71058536d, after 01ae07eb58d59186.
-- transactional: false
-- depends: 0002.the_change

-- Add index ix_name on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_name" ON "jobs" ("name");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Validate check jobs.ck_some.
--
-- Changes:
--   validate check jobs.ck_some  [schema/jobs.yaml:8]
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
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ae07eb58d59186, after 01ea42df5ce3ed74.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_some.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_some";

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Validate check logs.ck_other.
--
-- Changes:
--   validate check logs.ck_other  [schema/logs.yaml:6]
-- Risks:
--   MF105 may-fail-on-data logs.ck_other: fails if a row does not satisfy it (0 of 0 rows violate it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on logs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ea42df5ce3ed74, after 01699204353f89c8.
-- depends: 0004.the_change_3

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of logs fits ck_other.
ALTER TABLE "logs" VALIDATE CONSTRAINT "ck_other";
