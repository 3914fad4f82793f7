-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change readings: 2 changes.
--
-- Changes taken back:
--   drop check readings._qsys_not_null_amount ("amount" IS NOT NULL)  [schema/readings.yaml:5]
--   change column readings.amount (nullable to not null)  [schema/readings.yaml:5]
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

-- readings.amount may be NULL.
ALTER TABLE "readings" ALTER COLUMN "amount" DROP NOT NULL;

-- Add _qsys_not_null_amount to readings for new rows; those that are there are looked at later.
ALTER TABLE "readings" ADD CONSTRAINT "_qsys_not_null_amount" CHECK ("amount" IS NOT NULL) NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change readings: 2 changes.
--
-- Changes taken back:
--   change column readings.amount (rows without a value get one)
--   add check readings._qsys_not_null_amount ("amount" IS NOT NULL)  [schema/readings.yaml:5]
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

-- Drop _qsys_not_null_amount of readings.
ALTER TABLE "readings" DROP CONSTRAINT "_qsys_not_null_amount";
