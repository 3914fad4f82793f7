-- Takes back 0002.the_change
-- Drop function stamp().
-- Add function other().
-- Drop trigger jobs.tr_stamp.
--
-- Changes taken back:
--   drop function stamp()
--   add function other()  [schema/other.yaml:1]
--   drop trigger jobs.tr_stamp
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC105 breaks-clients other(): code that uses the function other() breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function stamp().
CREATE OR REPLACE FUNCTION stamp()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.n := 1;
  RETURN NEW;
END $function$;

-- Add trigger tr_stamp on jobs.
CREATE TRIGGER tr_stamp BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION stamp();

-- Drop function other().
DROP ROUTINE other();
