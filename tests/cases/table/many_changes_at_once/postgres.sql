-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 12 changes.
--
-- Changes:
--   rename column jobs.worker (was owner)
--   drop check jobs.ck_jobs_price ((price >= 0))
--   drop check jobs.ck_jobs_state ((state = ANY (ARRAY['NEW'::text, 'DONE'::text])))
--   drop index jobs.ix_jobs_state_name (on state, name)
--   drop column jobs.junk (bytea, nullable)
--   change column jobs.state (no default to default 'NEW')  [schema/jobs.yaml:5]
--   change column jobs.price (no default to default 0)  [schema/jobs.yaml:7]
--   add column jobs.total (bigint, nullable, stored, generated as price * 2)  [schema/jobs.yaml:8]
--   add column jobs.parent_id (bigint, nullable)  [schema/jobs.yaml:9]
--   rename index jobs.ix_jobs_worker (was ix_jobs_owner)  [schema/jobs.yaml:13]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'RUNNING', 'DONE'))  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_price (price BETWEEN 0 AND 1000)  [schema/jobs.yaml:21]
-- Risks:
--   BC102 breaks-clients jobs.worker: running code that still says jobs.owner breaks
--   DS103 loses-data jobs.junk: the values of jobs.junk are lost
--   PG309 rewrites-table jobs.total: it is computed for every row, while nobody can read or write
-- Rolling back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it
--   MF105 may-fail-on-data jobs.ck_jobs_price: fails if a row does not satisfy it
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
--   PG305 blocks-reads-and-writes jobs.ck_jobs_price: every row is looked at while everybody waits
--   PG305 blocks-reads-and-writes jobs.ck_jobs_state: every row is looked at while everybody waits
--   PG101 blocks-writes jobs.ix_jobs_state_name: writers of jobs wait while the index is built
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0197cd8e6988a5b7, after 012f290cc5f6c0b7.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Rename jobs.owner to worker.
ALTER TABLE "jobs" RENAME COLUMN "owner" TO "worker";

-- Drop index ix_jobs_state_name of jobs.
DROP INDEX "ix_jobs_state_name";

-- Drop column jobs.junk.
ALTER TABLE "jobs" DROP COLUMN "junk";

-- Add column jobs.parent_id.
ALTER TABLE "jobs" ADD COLUMN "parent_id" bigint;

-- Rename index ix_jobs_owner of jobs.
ALTER INDEX "ix_jobs_owner" RENAME TO "ix_jobs_worker";

-- The default of jobs.price.
ALTER TABLE "jobs" ALTER COLUMN "price" SET DEFAULT 0;

-- The default of jobs.state.
ALTER TABLE "jobs" ALTER COLUMN "state" SET DEFAULT 'NEW';

-- Add column jobs.total.
ALTER TABLE "jobs" ADD COLUMN "total" bigint GENERATED ALWAYS AS (price * 2) STORED;

-- Add ck_jobs_price to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_price", ADD CONSTRAINT "ck_jobs_price" CHECK (price BETWEEN 0 AND 1000) NOT VALID;

-- Add ck_jobs_state to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_state", ADD CONSTRAINT "ck_jobs_state" CHECK ("state" IN ('NEW', 'RUNNING', 'DONE')) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   change column jobs.price (rows without a value get one)  [schema/jobs.yaml:7]
--   add check jobs._qsys_not_null_price ("price" IS NOT NULL)  [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 012f290cc5f6c0b7, after 01f9b62342e872b9.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.price becomes its backfill or default.
UPDATE "jobs" SET "price" = 0 WHERE "price" IS NULL;

-- Add _qsys_not_null_price to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_price" CHECK ("price" IS NOT NULL) NOT VALID;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Add index jobs.uq_jobs_name.
--
-- Changes:
--   add index jobs.uq_jobs_name (unique on name)  [schema/jobs.yaml:11]
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in what uq_jobs_name covers
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f9b62342e872b9, after 015514e90f92169e.
-- transactional: false
-- depends: 0003.the_change_2

-- Add index uq_jobs_name on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "uq_jobs_name" ON "jobs" ("name");

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Add index jobs.ix_jobs_state_price.
--
-- Changes:
--   add index jobs.ix_jobs_state_price (on state, price where state <> 'DONE')  [schema/jobs.yaml:14]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 015514e90f92169e, after 01435a22008303f2.
-- transactional: false
-- depends: 0004.the_change_3

-- Add index ix_jobs_state_price on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_jobs_state_price" ON "jobs" ("state", "price") WHERE state <> 'DONE';

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Change jobs: 2 changes.
--
-- Changes:
--   validate check jobs.ck_jobs_state  [schema/jobs.yaml:5]
--   validate check jobs.ck_jobs_price  [schema/jobs.yaml:21]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it (0 of 2 rows violate it)
--   MF105 may-fail-on-data jobs.ck_jobs_price: fails if a row does not satisfy it (0 of 2 rows violate it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01435a22008303f2, after 015101e46b81d652.
-- depends: 0005.the_change_4

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_jobs_price.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_jobs_price";

-- Look whether every row of jobs fits ck_jobs_state.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_jobs_state";

-- file: 0007.the_change_6.sql
-- 0007.the_change_6
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null_price ("price" IS NOT NULL)  [schema/jobs.yaml:7]
--   change column jobs.price (nullable to not null)  [schema/jobs.yaml:7]
-- Risks:
--   MF104 may-fail-on-data jobs.price: NULL in jobs.price becomes its default, and stays so when rolled back (1 of 2
--   rows have NULL: 4)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 015101e46b81d652, after 018b30e3ffd52538.
-- depends: 0006.the_change_5

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- NULL in jobs.price becomes its backfill or default.
UPDATE "jobs" SET "price" = 0 WHERE "price" IS NULL;

-- Look for NULL in jobs.price while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null_price";

-- jobs.price is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "price" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_price";

-- file: 0008.the_change_7.sql
-- 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.uq_jobs_name (unique on name)  [schema/jobs.yaml:11]
--   add unique jobs.uq_jobs_name (name)  [schema/jobs.yaml:11]
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in name (0 of 2 rows share their value with
--   another)
-- Rolling back:
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in what uq_jobs_name covers
--   PG101 blocks-writes jobs.uq_jobs_name: the index is built while writers wait
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018b30e3ffd52538, after 01ab43b9da80da10.
-- depends: 0007.the_change_6

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- uq_jobs_name of jobs, made of the index that was built before.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_jobs_name" UNIQUE USING INDEX "uq_jobs_name";

-- file: 0009.the_change_8.sql
-- 0009.the_change_8
-- Add foreign key jobs.fk_jobs_parent_id.
--
-- Changes:
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade, not valid true)
--   [schema/jobs.yaml:17]
-- Risks:
--   none
-- Rolling back:
--   CD101 may-fail-on-data jobs.fk_jobs_parent_id: rows that it forbids may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ab43b9da80da10, after 01f52c0968d01fc8.
-- depends: 0008.the_change_7

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_jobs_parent_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_parent_id" FOREIGN KEY ("parent_id") REFERENCES "jobs" ("id") ON DELETE CASCADE NOT VALID;

-- file: 0010.the_change_9.sql
-- 0010.the_change_9
-- Validate foreign key jobs.fk_jobs_parent_id.
--
-- Changes:
--   validate foreign key jobs.fk_jobs_parent_id  [schema/jobs.yaml:17]
-- Risks:
--   MF106 may-fail-on-data jobs.fk_jobs_parent_id: fails if a row refers to a row of jobs that is not there
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f52c0968d01fc8, after 0121b400cc1fa4f3.
-- depends: 0009.the_change_8

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits fk_jobs_parent_id.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "fk_jobs_parent_id";
