-- Takes back 0002.the_change
-- Drop index jobs.ix_name.
-- Add index logs.ix_name.
--
-- Changes taken back:
--   drop index jobs.ix_name (on name)
--   add index logs.ix_name (on name)  [schema/logs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index ix_name on logs.
DROP INDEX "ix_name";

-- Add index ix_name on jobs.
CREATE INDEX "ix_name" ON "jobs"("name");
