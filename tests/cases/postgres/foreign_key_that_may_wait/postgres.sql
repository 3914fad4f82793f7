-- file: 0002.the_change.sql
-- 0002.the_change
-- Add foreign key jobs.fk_jobs_team_id.
--
-- Changes:
--   add foreign key jobs.fk_jobs_team_id (team_id to teams(id), deferrable initially deferred, not valid true)
--   [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   CD101 may-fail-on-data jobs.fk_jobs_team_id: rows that it forbids may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, teams 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 012d558d4edcf915, after 016dcdb5058b5f81.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_jobs_team_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") DEFERRABLE INITIALLY DEFERRED NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key jobs.fk_jobs_team_id.
--
-- Changes:
--   validate foreign key jobs.fk_jobs_team_id  [schema/jobs.yaml:7]
-- Risks:
--   MF106 may-fail-on-data jobs.fk_jobs_team_id: fails if a row refers to a row of teams that is not there (0 of 2 rows
--   refer to a row of teams that is not there)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, teams 1 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016dcdb5058b5f81, after 013fba6fc58f077e.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits fk_jobs_team_id.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "fk_jobs_team_id";
