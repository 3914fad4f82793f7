-- 0002.the_change
-- Drop table people.
-- Drop table teams.
--
-- Changes:
--   drop table people (2 columns, 0 indexes)
--   drop table teams (2 columns, 0 indexes)
-- Risks:
--   DS102 loses-data people: all rows of people are lost (about 1 at present: 24 kB)
--   DS102 loses-data teams: all rows of teams are lost (about 1 at present: 24 kB)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on people, teams for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: people 1 sampled rows, teams 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01fc36dc6feef5a7, after 0131bdc9b512b7fa.
-- depends: 0001.before

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
