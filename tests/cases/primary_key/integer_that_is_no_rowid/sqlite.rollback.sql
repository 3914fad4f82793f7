-- Takes back 0002.the_change
-- Add index old.ix_old_name.
--
-- Changes taken back:
--   add index old.ix_old_name (on name)  [schema/old.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index ix_old_name on old.
DROP INDEX "ix_old_name";
