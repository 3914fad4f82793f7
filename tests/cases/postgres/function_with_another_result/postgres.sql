-- 0002.the_change
-- Change function one(a integer).
--
-- Changes:
--   change function one(a integer)  [schema/one.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   no table that it touches has rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e7f0e7ffe0b8f0, after 0108677d50620635.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- function one(a integer) cannot be changed like that, so it is made anew.
DROP ROUTINE one(a integer);

-- Change function one(a integer).
CREATE OR REPLACE FUNCTION one(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a';
