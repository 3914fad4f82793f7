-- 0002.the_change
-- Drop table teams.
-- Drop foreign key people.fk_people_team_id.
--
-- Changes:
--   drop table teams (1 column, 0 indexes)
--   drop foreign key people.fk_people_team_id (team_id to teams(id), on delete set null)
-- Risks:
--   DS102 loses-data teams: all rows of teams are lost (about 2 at present: 24 kB)
--   CD101 may-fail-on-data people.fk_people_team_id: rows that it forbids may be written, and then it cannot come back
-- Rolling back:
--   MF106 may-fail-on-data people.fk_people_team_id: fails if a row refers to a row of teams that is not there
--   PG306 blocks-writes people.fk_people_team_id: every row is looked at while writers of both tables wait, those of
--   teams too
-- Locks:
--   ACCESS EXCLUSIVE on people, teams for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on an empty scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   with the rows of people, teams it ran forward, but not back, as its risks say: insert or update on table "people"
--   violates foreign key constraint "fk_people_team_id". Key (team_id)=(1) is not present in table "teams"
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d5a74c309a66b4, after 01c2aee2d584aaab.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_people_team_id of people.
ALTER TABLE "people" DROP CONSTRAINT "fk_people_team_id";

-- Drop table teams with its rows, indexes and triggers.
DROP TABLE "teams";
