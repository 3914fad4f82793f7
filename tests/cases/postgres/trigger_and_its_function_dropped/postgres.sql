-- 0002.the_change
-- Drop function stamp().
-- Add function other().
-- Drop trigger jobs.tr_stamp.
--
-- Changes:
--   drop function stamp()
--   add function other()  [schema/other.yaml:1]
--   drop trigger jobs.tr_stamp
-- Risks:
--   BC105 breaks-clients stamp(): code that uses the function stamp() breaks
-- Rolling back:
--   BC105 breaks-clients other(): code that uses the function other() breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0103dbf040759048, after 012198e5ff3a2a97.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Drop trigger tr_stamp of jobs.
DROP TRIGGER "tr_stamp" ON "jobs";

-- Create function other().
CREATE FUNCTION other() RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- Drop function stamp().
DROP ROUTINE stamp();
