-- 0001.the_change
-- Add table people.
-- Add table teams.
--
-- Changes:
--   add table people (2 columns, 0 indexes)  [schema/people.yaml:1]
--   add table teams (2 columns, 0 indexes)  [schema/teams.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data teams: all rows of teams are lost
--   DS102 loses-data people: all rows of people are lost
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016111dfee189ef5, after 01cb001cf3c9bb75.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table teams.
CREATE TABLE "teams" (
  "id" bigint NOT NULL,
  "lead_id" bigint,
  PRIMARY KEY ("id")
);

-- Create table people.
CREATE TABLE "people" (
  "id" bigint NOT NULL,
  "team_id" bigint,
  PRIMARY KEY ("id"),
  CONSTRAINT "fk_people_team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE SET NULL
);

-- Foreign key of teams to people, which was made after it.
ALTER TABLE "teams" ADD CONSTRAINT "fk_teams_lead_id" FOREIGN KEY ("lead_id") REFERENCES "people" ("id") ON DELETE SET NULL;
