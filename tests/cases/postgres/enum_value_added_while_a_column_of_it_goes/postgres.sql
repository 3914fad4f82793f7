-- file: 0002.the_change.sql
-- 0002.the_change
-- Change enum state.
--
-- Changes:
--   change enum state (NEW, DONE to NEW, DONE, FAILED)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   MF108 may-fail-on-data state: fails if a row has FAILED
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.gone: state is made anew, so every row is written anew while nobody can read or write
--   PG301 rewrites-table jobs.turned: state is made anew, so every row is written anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on state for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01574d2d93268930, after 0141d2752e1fa11e.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- FAILED is a new value of state.
ALTER TYPE "state" ADD VALUE 'FAILED';

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 4 changes.
--
-- Changes:
--   drop column jobs.gone (state, nullable)
--   change column jobs.status (default 'NEW'::state to default 'FAILED')  [schema/jobs.yaml:4]
--   change column jobs.turned (state to text; default 'NEW'::state to default 'FAILED')  [schema/jobs.yaml:5]
--   add column jobs.come (state, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   DS103 loses-data jobs.gone: the values of jobs.gone are lost
--   PG301 rewrites-table jobs.turned: state to text writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB; --expand jobs.turned splits it)
-- Rolling back:
--   DS103 loses-data jobs.come: the values of jobs.come are lost
--   PG301 rewrites-table jobs.turned: text to state writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0141d2752e1fa11e, after 0162bbe96370a2c3.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop column jobs.gone.
ALTER TABLE "jobs" DROP COLUMN "gone";

-- Add column jobs.come.
ALTER TABLE "jobs" ADD COLUMN "come" state;

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'FAILED';

-- The default of jobs.turned is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "turned" DROP DEFAULT;

-- jobs.turned from state to text.
ALTER TABLE "jobs" ALTER COLUMN "turned" TYPE text USING "turned"::text::text;

-- The default of jobs.turned.
ALTER TABLE "jobs" ALTER COLUMN "turned" SET DEFAULT 'FAILED';
