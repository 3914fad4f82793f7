-- 0002.the_change
-- Change column a.n.
-- Change column b.n.
-- Change column c.n.
--
-- Changes:
--   change column a.n (INTEGER to TEXT)  [schema/a.yaml:5]
--   change column b.n (INTEGER to TEXT)  [schema/b.yaml:5]
--   change column c.n (INTEGER to TEXT)  [schema/c.yaml:5]
-- Risks:
--   LT111 rewrites-table a: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes a: referred to by c: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
--   LT111 rewrites-table b: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes b: referred to by a: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
--   LT111 rewrites-table c: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes c: referred to by b: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
-- Rolling back:
--   LT111 rewrites-table a: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes a: referred to by c: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
--   LT106 loses-data a.n: TEXT to INTEGER rewrites values that look otherwise in the new type
--   LT111 rewrites-table b: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes b: referred to by a: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
--   LT106 loses-data b.n: TEXT to INTEGER rewrites values that look otherwise in the new type
--   LT111 rewrites-table c: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (n)
--   LT102 blocks-writes c: referred to by b: with foreign keys on, the rebuild would delete or break rows there, so it
--   stops
--   LT106 loses-data c.n: TEXT to INTEGER rewrites values that look otherwise in the new type
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of a, b, c: needs that much free space, and time by the row
--   what ANALYZE knew of a, b, c goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: a 1 sampled rows, b 1 sampled rows, c 1 sampled rows
--   1 of 1 sampled values of a.n change
--   1 of 1 sampled values of b.n change
--   1 of 1 sampled values of c.n change
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 010cc65a97414a23, after 015a12cd290731fd.
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

-- Count the rows of a, b, c that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'a, b, c',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('a')
  ) + (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('b')
  ) + (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('c')
  );

-- a must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'a',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('a')
    WHERE
      NOT "name" IN ('id', 'b_id', 'n')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('a') AND "type" IN ('index', 'trigger') AND "sql" <> ''
  );

-- Rebuild a (SQLite has no ALTER COLUMN (n)): make the new table beside the old one.
CREATE TABLE "_qsys_new_a" (
  "id" INTEGER PRIMARY KEY,
  "b_id" INTEGER REFERENCES "b" ("id") ON DELETE CASCADE,
  "n" TEXT
);

-- Copy every row of a.
INSERT INTO "_qsys_new_a" (
  "id",
  "b_id",
  "n"
)
SELECT
  "id",
  "b_id",
  "n"
FROM "a";

-- Every row of a must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'a',
  (
    SELECT
      COUNT(*)
    FROM "a"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_a"
  );

-- Drop the old a; nothing refers to it while foreign keys are off.
DROP TABLE "a";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new a in its place.
ALTER TABLE "_qsys_new_a"
RENAME TO "a";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- b must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'b',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('b')
    WHERE
      NOT "name" IN ('id', 'c_id', 'n')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('b') AND "type" IN ('index', 'trigger') AND "sql" <> ''
  );

-- Rebuild b (SQLite has no ALTER COLUMN (n)): make the new table beside the old one.
CREATE TABLE "_qsys_new_b" (
  "id" INTEGER PRIMARY KEY,
  "c_id" INTEGER REFERENCES "c" ("id") ON DELETE CASCADE,
  "n" TEXT
);

-- Copy every row of b.
INSERT INTO "_qsys_new_b" (
  "id",
  "c_id",
  "n"
)
SELECT
  "id",
  "c_id",
  "n"
FROM "b";

-- Every row of b must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'b',
  (
    SELECT
      COUNT(*)
    FROM "b"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_b"
  );

-- Drop the old b; nothing refers to it while foreign keys are off.
DROP TABLE "b";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new b in its place.
ALTER TABLE "_qsys_new_b"
RENAME TO "b";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- c must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'c',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('c')
    WHERE
      NOT "name" IN ('id', 'a_id', 'n')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('c') AND "type" IN ('index', 'trigger') AND "sql" <> ''
  );

-- Rebuild c (SQLite has no ALTER COLUMN (n)): make the new table beside the old one.
CREATE TABLE "_qsys_new_c" (
  "id" INTEGER PRIMARY KEY,
  "a_id" INTEGER REFERENCES "a" ("id") ON DELETE CASCADE,
  "n" TEXT
);

-- Copy every row of c.
INSERT INTO "_qsys_new_c" (
  "id",
  "a_id",
  "n"
)
SELECT
  "id",
  "a_id",
  "n"
FROM "c";

-- Every row of c must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'c',
  (
    SELECT
      COUNT(*)
    FROM "c"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_c"
  );

-- Drop the old c; nothing refers to it while foreign keys are off.
DROP TABLE "c";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new c in its place.
ALTER TABLE "_qsys_new_c"
RENAME TO "c";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- No more rows of a, b, c than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'a, b, c',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('a')
  ) + (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('b')
  ) + (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('c')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
