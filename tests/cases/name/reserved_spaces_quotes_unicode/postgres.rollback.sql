-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Validate check order.ck_order_naïve größe_group.
--
-- Changes taken back:
--   validate check order.ck_order_naïve größe_group  [schema/order.yaml:11]
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

-- Add ck_order_naïve größe_group to order for new rows; those that are there are looked at later.
ALTER TABLE "order" DROP CONSTRAINT "ck_order_naïve größe_group", ADD CONSTRAINT "ck_order_naïve größe_group" CHECK ("naïve größe" > 0 AND "group" <> 13) NOT VALID;

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index order.ix_order_it's_naïve größe.
--
-- Changes taken back:
--   add index order.ix_order_it's_naïve größe (on it's, naïve größe)  [schema/order.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_order_it's_naïve größe of order once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_order_it's_naïve größe";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change order: 3 changes.
--
-- Changes taken back:
--   change column order.a "quoted" name (no default to default 'x')  [schema/order.yaml:4]
--   add column order.select (boolean, not null, default true)  [schema/order.yaml:7]
--   add check order.ck_order_naïve größe_group ("naïve größe" > 0 AND "group" <> 13)  [schema/order.yaml:11]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data order.ck_order_naïve größe_group: rows that it forbids may be written, and then it cannot
--   come back
--   DS103 loses-data order.select: the values of order.select are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_order_naïve größe_group of order.
ALTER TABLE "order" DROP CONSTRAINT "ck_order_naïve größe_group";

-- Drop column order.select.
ALTER TABLE "order" DROP COLUMN "select";

-- order.a "quoted" name has no default.
ALTER TABLE "order" ALTER COLUMN "a ""quoted"" name" DROP DEFAULT;
