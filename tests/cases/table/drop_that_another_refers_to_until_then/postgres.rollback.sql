-- Takes back 0002.the_change
-- Drop table teams.
-- Drop foreign key people.fk_people_team_id.
--
-- Changes taken back:
--   drop table teams (1 column, 0 indexes)
--   drop foreign key people.fk_people_team_id (team_id to teams(id), on delete set null)
-- Lost by the migration, and not brought back:
--   DS102 loses-data teams: all rows of teams are lost (about 2 at present: 24 kB)
-- Risks:
--   MF106 may-fail-on-data people.fk_people_team_id: fails if a row refers to a row of teams that is not there
--   PG306 blocks-writes people.fk_people_team_id: every row is looked at while writers of both tables wait, those of
--   teams too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create table teams.
CREATE TABLE "teams" (
  "id" bigint NOT NULL,
  PRIMARY KEY ("id")
);

-- Add fk_people_team_id to people.
ALTER TABLE "people" ADD CONSTRAINT "fk_people_team_id" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE SET NULL;
