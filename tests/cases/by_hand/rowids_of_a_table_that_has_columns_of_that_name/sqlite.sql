-- 0002.the_change
-- Add check odd.ck_odd.
--
-- Changes:
--   add check odd.ck_odd (n > 0)  [schema/odd.yaml:7]
-- Risks:
--   MF105 may-fail-on-data odd.ck_odd: fails if a row does not satisfy it (0 of 2 rows violate it)
--   LT111 rewrites-table odd: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_odd)
-- Rolling back:
--   CD102 may-fail-on-data odd.ck_odd: rows that it forbids may be written, and then it cannot come back
--   LT111 rewrites-table odd: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_odd)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of odd: needs that much free space, and time by the row
--   what ANALYZE knew of odd goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: odd 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 014ac7c0d5d3776e, after 01c955e802955ca2.
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

-- odd must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'odd',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('odd')
    WHERE
      NOT "name" IN ('rowid', '_rowid_', 'n')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('odd')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild odd (SQLite cannot add or drop a constraint (ck_odd)): make the new table beside the old one.
CREATE TABLE "_qsys_new_odd" (
  "rowid" TEXT,
  "_rowid_" TEXT,
  "n" INTEGER NOT NULL CONSTRAINT "ck_odd" CHECK (n > 0)
);

-- Copy every row of odd.
INSERT INTO "_qsys_new_odd" (
  "oid",
  "rowid",
  "_rowid_",
  "n"
)
SELECT
  "oid",
  "rowid",
  "_rowid_",
  "n"
FROM "odd";

-- Every row of odd must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'odd',
  (
    SELECT
      COUNT(*)
    FROM "odd"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_odd"
  );

-- Drop the old odd; nothing refers to it while foreign keys are off.
DROP TABLE "odd";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new odd in its place.
ALTER TABLE "_qsys_new_odd"
RENAME TO "odd";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
