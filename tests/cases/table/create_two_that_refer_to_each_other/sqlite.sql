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
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 016111dfee189ef5, after 019e6c0e1737f5a5.

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
