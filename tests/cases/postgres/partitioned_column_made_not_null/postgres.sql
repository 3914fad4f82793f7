-- file: 0002.the_change.sql
-- 0002.the_change
-- Change readings: 2 changes.
--
-- Changes:
--   change column readings.amount (rows without a value get one)
--   add check readings._qsys_not_null_amount ("amount" IS NOT NULL)  [schema/readings.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on readings as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: readings 3 sampled rows
--   2 of 3 sampled values of readings.amount change
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 015b1158c21148eb, after 01356ad2290bcce0.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in readings.amount becomes its backfill or default.
UPDATE "readings" SET "amount" = 7 WHERE "amount" IS NULL;

-- Add _qsys_not_null_amount to readings for new rows; those that are there are looked at later.
ALTER TABLE "readings" ADD CONSTRAINT "_qsys_not_null_amount" CHECK ("amount" IS NOT NULL) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change readings: 2 changes.
--
-- Changes:
--   drop check readings._qsys_not_null_amount ("amount" IS NOT NULL)  [schema/readings.yaml:5]
--   change column readings.amount (nullable to not null)  [schema/readings.yaml:5]
-- Risks:
--   MF104 may-fail-on-data readings.amount: NULL in readings.amount becomes its backfill, and stays so when rolled back
--   (2 of 3 rows have NULL: 1, n; 3, s)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on readings while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: readings 3 sampled rows
--   2 of 3 sampled values of readings.amount change
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01356ad2290bcce0, after 01b358b5cd8ad12c.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in readings.amount becomes its backfill or default.
UPDATE "readings" SET "amount" = 7 WHERE "amount" IS NULL;

-- Look for NULL in readings.amount while others write.
ALTER TABLE "readings" VALIDATE CONSTRAINT "_qsys_not_null_amount";

-- readings.amount is never NULL.
ALTER TABLE "readings" ALTER COLUMN "amount" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "readings" DROP CONSTRAINT "_qsys_not_null_amount";
