-- Takes back 0001.the_change
-- Add table people.
-- Add table teams.
--
-- Changes taken back:
--   add table people (2 columns, 0 indexes)  [schema/people.yaml:1]
--   add table teams (2 columns, 0 indexes)  [schema/teams.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data teams: all rows of teams are lost
--   DS102 loses-data people: all rows of people are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- teams refers to people, which goes before it.
ALTER TABLE "teams" DROP CONSTRAINT "fk_teams_lead_id";

-- Drop table people with its rows, indexes and triggers.
DROP TABLE "people";

-- Drop table teams with its rows, indexes and triggers.
DROP TABLE "teams";
