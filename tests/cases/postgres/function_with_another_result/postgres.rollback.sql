-- Takes back 0002.the_change
-- Change function one(a integer).
--
-- Changes taken back:
--   change function one(a integer)  [schema/one.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- function one(a integer) cannot be changed like that, so it is made anew.
DROP ROUTINE one(a integer);

-- Change function one(a integer).
CREATE OR REPLACE FUNCTION one(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a$function$;
