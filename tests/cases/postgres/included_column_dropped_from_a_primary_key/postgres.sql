-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop primary key jobs.primary_key (id, include ["note"])
--   drop column jobs.note (text, nullable)
-- Risks:
--   CD103 may-fail-on-data jobs.primary_key: equal rows may be written, and then it cannot come back
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a59666c1c05baa, after 0112729bda6994ba.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop jobs_key of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_key";

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs._qsys_for_jobs_key.
--
-- Changes:
--   add index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:4]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0112729bda6994ba, after 01faf3c06bf9ee35.
-- transactional: false
-- depends: 0002.the_change

-- Add index _qsys_for_jobs_key on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "_qsys_for_jobs_key" ON "jobs" ("id");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:4]
--   add primary key jobs.primary_key (id)  [schema/jobs.yaml:4]
-- Risks:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL (0 of 2 rows share their
--   value with another)
-- Rolling back:
--   CD103 may-fail-on-data jobs.primary_key: equal rows may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01faf3c06bf9ee35, after 018efc8f9d066e5d.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs_key of jobs, made of the index that was built before.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_key" PRIMARY KEY USING INDEX "_qsys_for_jobs_key";
