-- Takes back 0002.the_change
-- Drop function one(a integer).
-- Add function two().
--
-- Changes taken back:
--   drop function one(a integer)
--   add function two()  [schema/two.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC105 breaks-clients two(): code that uses the function two() breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function one(a integer).
CREATE OR REPLACE FUNCTION one(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a$function$;

-- Drop function two().
DROP ROUTINE two();
