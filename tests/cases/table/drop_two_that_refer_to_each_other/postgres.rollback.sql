-- Takes back 0002.the_change
-- Drop table people.
-- Drop table teams.
--
-- Changes taken back:
--   drop table people (2 columns, 0 indexes)
--   drop table teams (2 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data people: all rows of people are lost (about 1 at present: 24 kB)
--   DS102 loses-data teams: all rows of teams are lost (about 1 at present: 24 kB)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

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
