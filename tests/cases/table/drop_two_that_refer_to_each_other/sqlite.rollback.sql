-- Takes back 0002.the_change
-- Drop table people.
-- Drop table teams.
--
-- Changes taken back:
--   drop table people (2 columns, 0 indexes)
--   drop table teams (2 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data people: all rows of people are lost (1 at present)
--   DS102 loses-data teams: all rows of teams are lost (1 at present)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Create table teams.
CREATE TABLE "teams" (
  "id" INTEGER PRIMARY KEY,
  "lead_id" INTEGER REFERENCES "people" ("id") ON DELETE SET NULL
);

-- Create table people.
CREATE TABLE "people" (
  "id" INTEGER PRIMARY KEY,
  "team_id" INTEGER REFERENCES "teams" ("id") ON DELETE SET NULL
);
