-- Takes back 0002.the_change
-- Add column logs.line.
--
-- Changes taken back:
--   add column logs.line (TEXT, not null, default CURRENT_DATE)  [schema/logs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data logs.line: the values of logs.line are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column logs.line with its values.
ALTER TABLE "logs"
DROP COLUMN "line";
