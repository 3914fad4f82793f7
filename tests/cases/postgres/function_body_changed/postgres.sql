-- 0002.the_change
-- Change function stamp().
--
-- Changes:
--   change function stamp()  [schema/stamp.yaml:1]
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
-- Schema before 0103dbf040759048, after 019ec91c6b2a7832.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Change function stamp().
CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.n := 2;
  RETURN NEW;
END $$;
