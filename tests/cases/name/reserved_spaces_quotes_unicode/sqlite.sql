-- 0002.the_change
-- Change order: 5 changes.
--
-- Changes:
--   change column order.a "quoted" name (no default to default 'x')  [schema/order.yaml:4]
--   add column order.select (INTEGER, not null, default 1)  [schema/order.yaml:7]
--   add check order.ck_order_select ("select" IN (0, 1))  [schema/order.yaml:7]
--   add check order.ck_order_naïve größe_group ("naïve größe" > 0 AND "group" <> 13)  [schema/order.yaml:11]
--   add index order.ix_order_it's_naïve größe (on it's, naïve größe)  [schema/order.yaml:9]
-- Risks:
--   MF105 may-fail-on-data order.ck_order_naïve größe_group: fails if a row does not satisfy it (0 of 2 rows violate
--   it)
--   LT111 rewrites-table order: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (a "quoted"
--   name); SQLite cannot add or drop a constraint (ck_order_naïve größe_group)
-- Rolling back:
--   CD102 may-fail-on-data order.ck_order_naïve größe_group: rows that it forbids may be written, and then it cannot
--   come back
--   DS103 loses-data order.select: the values of order.select are lost
--   LT111 rewrites-table order: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_order_naïve größe_group); SQLite has no ALTER COLUMN (a "quoted" name)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of order: needs that much free space, and time by the row
--   what ANALYZE knew of order goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: order 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0155ffad3f69534d, after 0160d544df979517.
-- depends: 0001.before

-- The guard: a fact that is not as it must be fails its CHECK and stops the migration.
CREATE TEMPORARY TABLE "_qsys_guard" (
  "about" TEXT,
  "violations_before" INTEGER,
  "foreign_keys" INTEGER CONSTRAINT "turn PRAGMA foreign_keys off first: DROP TABLE would delete rows elsewhere" CHECK ("foreign_keys" <= 0),
  "strangers" INTEGER CONSTRAINT "the table has columns, indexes or triggers that this migration does not know" CHECK ("strangers" <= 0),
  "rows_lost" INTEGER CONSTRAINT "a row was lost while the table was copied" CHECK ("rows_lost" <= 0),
  "violations_added" INTEGER CONSTRAINT "rows violate a foreign key that holds after this migration" CHECK ("violations_added" <= 0)
);

-- Foreign keys must be off: with them on, dropping a table deletes the rows that refer to it.
INSERT INTO "_qsys_guard" (
  "about",
  "foreign_keys"
)
SELECT
  'connection',
  (
    SELECT
      foreign_keys
    FROM pragma_foreign_keys
  );

-- order must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'order',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('order')
    WHERE
      NOT "name" IN ('group', 'a "quoted" name', 'it''s', 'naïve größe')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('order')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild order (SQLite has no ALTER COLUMN (a "quoted" name); SQLite cannot add or drop a constraint (ck_order_naïve
-- größe_group)): make the new table beside the old one.
CREATE TABLE "_qsys_new_order" (
  "group" INTEGER PRIMARY KEY,
  "a ""quoted"" name" TEXT NOT NULL DEFAULT 'x',
  "it's" TEXT,
  "naïve größe" INTEGER,
  "select" INTEGER NOT NULL DEFAULT 1 CHECK ("select" IN (0, 1)),
  CHECK ("naïve größe" > 0 AND "group" <> 13)
);

-- Copy every row of order.
INSERT INTO "_qsys_new_order" (
  "group",
  "a ""quoted"" name",
  "it's",
  "naïve größe"
)
SELECT
  "group",
  "a ""quoted"" name",
  "it's",
  "naïve größe"
FROM "order";

-- Every row of order must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'order',
  (
    SELECT
      COUNT(*)
    FROM "order"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_order"
  );

-- Drop the old order; nothing refers to it while foreign keys are off.
DROP TABLE "order";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new order in its place.
ALTER TABLE "_qsys_new_order"
RENAME TO "order";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- Index ix_order_it's_naïve größe of order.
CREATE INDEX "ix_order_it's_naïve größe" ON "order"("it's", "naïve größe");

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
