-- file: 0002.the_change.sql
-- 0002.the_change
-- Drop table owners.
-- Change jobs: 4 changes.
--
-- Changes:
--   drop table owners (1 column, 0 indexes)
--   drop foreign key jobs.jobs_belong (owner to owners(id))
--   drop column jobs.owner (bigint, nullable)
--   add column jobs.team (bigint, nullable)  [schema/jobs.yaml:4]
--   add foreign key jobs.jobs_belong (team to teams(id), not valid true)  [schema/jobs.yaml:6]
-- Risks:
--   DS102 loses-data owners: all rows of owners are lost (about 1 at present: 24 kB)
--   DS103 loses-data jobs.owner: the values of jobs.owner are lost
-- Rolling back:
--   DS103 loses-data jobs.team: the values of jobs.team are lost
--   PG306 blocks-writes jobs.jobs_belong: every row is looked at while writers of both tables wait, those of owners too
-- Locks:
--   ACCESS EXCLUSIVE on jobs, owners for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, owners 1 sampled rows, teams 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 014cfc0476562e39, after 0196f8640e967c8a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop jobs_belong of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_belong";

-- Drop column jobs.owner.
ALTER TABLE "jobs" DROP COLUMN "owner";

-- Add column jobs.team.
ALTER TABLE "jobs" ADD COLUMN "team" bigint;

-- Drop table owners with its rows, indexes and triggers.
DROP TABLE "owners";

-- Add jobs_belong to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_belong" FOREIGN KEY ("team") REFERENCES "teams" ("id") NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key jobs.jobs_belong.
--
-- Changes:
--   validate foreign key jobs.jobs_belong  [schema/jobs.yaml:6]
-- Risks:
--   MF106 may-fail-on-data jobs.jobs_belong: fails if a row refers to a row of teams that is not there
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, owners 1 sampled rows, teams 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0196f8640e967c8a, after 0140409fb8bb8cab.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits jobs_belong.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "jobs_belong";
