-- file: 0010.the_change_9.rollback.sql
-- Takes back 0010.the_change_9
-- Validate foreign key jobs.fk_jobs_parent_id.
--
-- Changes taken back:
--   validate foreign key jobs.fk_jobs_parent_id  [schema/jobs.yaml:17]
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

-- Add fk_jobs_parent_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_parent_id", ADD CONSTRAINT "fk_jobs_parent_id" FOREIGN KEY ("parent_id") REFERENCES "jobs" ("id") ON DELETE CASCADE NOT VALID;

-- file: 0009.the_change_8.rollback.sql
-- Takes back 0009.the_change_8
-- Add foreign key jobs.fk_jobs_parent_id.
--
-- Changes taken back:
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade, not valid true)
--   [schema/jobs.yaml:17]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD101 may-fail-on-data jobs.fk_jobs_parent_id: rows that it forbids may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_jobs_parent_id of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_parent_id";

-- file: 0008.the_change_7.rollback.sql
-- Takes back 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.uq_jobs_name (unique on name)  [schema/jobs.yaml:11]
--   add unique jobs.uq_jobs_name (name)  [schema/jobs.yaml:11]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in what uq_jobs_name covers
--   PG101 blocks-writes jobs.uq_jobs_name: the index is built while writers wait
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- uq_jobs_name becomes an index again.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_name";

-- Add index uq_jobs_name on jobs.
CREATE UNIQUE INDEX "uq_jobs_name" ON "jobs" ("name");

-- file: 0007.the_change_6.rollback.sql
-- Takes back 0007.the_change_6
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null_price ("price" IS NOT NULL)  [schema/jobs.yaml:7]
--   change column jobs.price (nullable to not null)  [schema/jobs.yaml:7]
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

-- jobs.price may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "price" DROP NOT NULL;

-- Add _qsys_not_null_price to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_price" CHECK ("price" IS NOT NULL) NOT VALID;

-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   validate check jobs.ck_jobs_state  [schema/jobs.yaml:5]
--   validate check jobs.ck_jobs_price  [schema/jobs.yaml:21]
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

-- Add ck_jobs_price to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_price", ADD CONSTRAINT "ck_jobs_price" CHECK (price BETWEEN 0 AND 1000) NOT VALID;

-- Add ck_jobs_state to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_state", ADD CONSTRAINT "ck_jobs_state" CHECK ("state" IN ('NEW', 'RUNNING', 'DONE')) NOT VALID;

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Add index jobs.ix_jobs_state_price.
--
-- Changes taken back:
--   add index jobs.ix_jobs_state_price (on state, price where state <> 'DONE')  [schema/jobs.yaml:14]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_jobs_state_price of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_jobs_state_price";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Add index jobs.uq_jobs_name.
--
-- Changes taken back:
--   add index jobs.uq_jobs_name (unique on name)  [schema/jobs.yaml:11]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index uq_jobs_name of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "uq_jobs_name";

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.price (rows without a value get one)  [schema/jobs.yaml:7]
--   add check jobs._qsys_not_null_price ("price" IS NOT NULL)  [schema/jobs.yaml:7]
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

-- Drop _qsys_not_null_price of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_price";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 12 changes.
--
-- Changes taken back:
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
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.junk: the values of jobs.junk are lost
-- Risks:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it
--   MF105 may-fail-on-data jobs.ck_jobs_price: fails if a row does not satisfy it
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
--   PG305 blocks-reads-and-writes jobs.ck_jobs_price: every row is looked at while everybody waits
--   PG305 blocks-reads-and-writes jobs.ck_jobs_state: every row is looked at while everybody waits
--   PG101 blocks-writes jobs.ix_jobs_state_name: writers of jobs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop column jobs.total.
ALTER TABLE "jobs" DROP COLUMN "total";

-- Drop column jobs.parent_id.
ALTER TABLE "jobs" DROP COLUMN "parent_id";

-- Add column jobs.junk.
ALTER TABLE "jobs" ADD COLUMN "junk" bytea;

-- Rename index ix_jobs_worker of jobs.
ALTER INDEX "ix_jobs_worker" RENAME TO "ix_jobs_owner";

-- jobs.price has no default.
ALTER TABLE "jobs" ALTER COLUMN "price" DROP DEFAULT;

-- jobs.state has no default.
ALTER TABLE "jobs" ALTER COLUMN "state" DROP DEFAULT;

-- Add ck_jobs_price to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_price", ADD CONSTRAINT "ck_jobs_price" CHECK ((price >= 0));

-- Add ck_jobs_state to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_state", ADD CONSTRAINT "ck_jobs_state" CHECK ((state = ANY (ARRAY['NEW'::text, 'DONE'::text])));

-- Add index ix_jobs_state_name on jobs.
CREATE INDEX "ix_jobs_state_name" ON "jobs" ("state", "name");

-- Rename jobs.worker to owner.
ALTER TABLE "jobs" RENAME COLUMN "worker" TO "owner";
