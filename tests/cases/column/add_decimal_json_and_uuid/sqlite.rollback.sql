-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add column jobs.price (TEXT, not null, default '9.90')  [schema/jobs.yaml:5]
--   add column jobs.payload (BLOB, nullable)  [schema/jobs.yaml:6]
--   add column jobs.key (TEXT, nullable)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.key: the values of jobs.key are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.price: the values of jobs.price are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.key with its values.
ALTER TABLE "jobs"
DROP COLUMN "key";

-- Drop column jobs.payload with its values.
ALTER TABLE "jobs"
DROP COLUMN "payload";

-- Drop column jobs.price with its values.
ALTER TABLE "jobs"
DROP COLUMN "price";
