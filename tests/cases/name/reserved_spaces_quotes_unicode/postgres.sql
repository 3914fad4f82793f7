-- file: 0002.the_change.sql
-- 0002.the_change
-- Change order: 3 changes.
--
-- Changes:
--   change column order.a "quoted" name (no default to default 'x')  [schema/order.yaml:4]
--   add column order.select (boolean, not null, default true)  [schema/order.yaml:7]
--   add check order.ck_order_naïve größe_group ("naïve größe" > 0 AND "group" <> 13)  [schema/order.yaml:11]
-- Risks:
--   none
-- Rolling back:
--   CD102 may-fail-on-data order.ck_order_naïve größe_group: rows that it forbids may be written, and then it cannot
--   come back
--   DS103 loses-data order.select: the values of order.select are lost
-- Locks:
--   ACCESS EXCLUSIVE on order for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: order 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01dacb66b205c95e, after 01722d8c61f98df8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column order.select.
ALTER TABLE "order" ADD COLUMN "select" boolean DEFAULT true NOT NULL;

-- The default of order.a "quoted" name.
ALTER TABLE "order" ALTER COLUMN "a ""quoted"" name" SET DEFAULT 'x';

-- Add ck_order_naïve größe_group to order for new rows; those that are there are looked at later.
ALTER TABLE "order" ADD CONSTRAINT "ck_order_naïve größe_group" CHECK ("naïve größe" > 0 AND "group" <> 13) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index order.ix_order_it's_naïve größe.
--
-- Changes:
--   add index order.ix_order_it's_naïve größe (on it's, naïve größe)  [schema/order.yaml:9]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes order meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: order 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01722d8c61f98df8, after 019b20bac23619ea.
-- transactional: false
-- depends: 0002.the_change

-- Add index ix_order_it's_naïve größe on order while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_order_it's_naïve größe" ON "order" ("it's", "naïve größe");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Validate check order.ck_order_naïve größe_group.
--
-- Changes:
--   validate check order.ck_order_naïve größe_group  [schema/order.yaml:11]
-- Risks:
--   MF105 may-fail-on-data order.ck_order_naïve größe_group: fails if a row does not satisfy it (0 of 2 rows violate
--   it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on order while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: order 2 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 019b20bac23619ea, after 010ea8c8c458f053.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of order fits ck_order_naïve größe_group.
ALTER TABLE "order" VALIDATE CONSTRAINT "ck_order_naïve größe_group";
