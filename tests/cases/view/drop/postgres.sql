-- 0002.the_change
-- Drop view all_open.
--
-- Changes:
--   drop view all_open
-- Risks:
--   BC104 breaks-clients all_open: code that reads the view all_open breaks
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on all_open for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018a418b2e68318c, after 01e7139a09c4f0c4.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view all_open.
DROP VIEW "all_open";
