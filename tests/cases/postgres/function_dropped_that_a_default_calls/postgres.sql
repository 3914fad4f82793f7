-- 0002.the_change
-- Drop function one(a integer).
-- Add function two().
--
-- Changes:
--   drop function one(a integer)
--   add function two()  [schema/two.yaml:1]
-- Risks:
--   BC105 breaks-clients one(a integer): code that uses the function one(a integer) breaks
-- Rolling back:
--   BC105 breaks-clients two(): code that uses the function two() breaks
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   no table that it touches has rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e7f0e7ffe0b8f0, after 0175d19044120e77.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function two().
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';

-- Drop function one(a integer).
DROP ROUTINE one(a integer);
