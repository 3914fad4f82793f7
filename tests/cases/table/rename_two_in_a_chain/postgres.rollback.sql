-- Takes back 0002.the_change
-- Rename table c.
-- Rename table b.
--
-- Changes taken back:
--   rename table c (was b)
--   rename table b (was a)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients a: running code that still says b breaks
--   BC101 breaks-clients b: running code that still says c breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table b to a.
ALTER TABLE "b" RENAME TO "a";

-- The primary key of a is called after it.
ALTER INDEX IF EXISTS "b_pkey" RENAME TO "a_pkey";

-- Rename table c to b.
ALTER TABLE "c" RENAME TO "b";

-- The primary key of b is called after it.
ALTER INDEX IF EXISTS "c_pkey" RENAME TO "b_pkey";
