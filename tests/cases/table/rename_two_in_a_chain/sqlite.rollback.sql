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
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename table b to a; references to it follow.
ALTER TABLE "b"
RENAME TO "a";

-- Rename table c to b; references to it follow.
ALTER TABLE "c"
RENAME TO "b";
