-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.ix_some (on name where id > 5)
--   add index jobs.ix_some (on name where id > 6)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index ix_some on jobs.
DROP INDEX "ix_some";

-- Add index ix_some on jobs.
CREATE INDEX "ix_some" ON "jobs"("name")
WHERE
  id > 5;
