-- Takes back 0002.the_change
-- Add table a.
-- Add table b.
-- Add table c.
--
-- Changes taken back:
--   add table a (2 columns, 0 indexes)  [schema/a.yaml:1]
--   add table b (2 columns, 0 indexes)  [schema/b.yaml:1]
--   add table c (2 columns, 0 indexes)  [schema/c.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data c: all rows of c are lost
--   DS102 loses-data b: all rows of b are lost
--   DS102 loses-data a: all rows of a are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- c refers to a, which goes before it.
ALTER TABLE "c" DROP CONSTRAINT "fk_c_a_id";

-- Drop table a with its rows, indexes and triggers.
DROP TABLE "a";

-- Drop table b with its rows, indexes and triggers.
DROP TABLE "b";

-- Drop table c with its rows, indexes and triggers.
DROP TABLE "c";
