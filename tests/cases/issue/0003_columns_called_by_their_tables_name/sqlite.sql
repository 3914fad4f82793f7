-- 0002.the_change
-- Change column users.age.
--
-- Changes:
--   change column users.age (nullable to not null; no default to default 18)  [schema/users.yaml:4]
-- Risks:
--   MF104 may-fail-on-data users.age: NULL in users.age becomes its default, and stays so when rolled back (0 of 2 rows
--   have NULL)
--   LT111 rewrites-table users: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (age)
-- Rolling back:
--   LT111 rewrites-table users: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (age)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of users: needs that much free space, and time by the row
--   what ANALYZE knew of users goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: users 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01c307bd1e803dc4, after 01310e047619f797.
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

-- users must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'users',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('users')
    WHERE
      NOT "name" IN ('id', 'age')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('users')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild users (SQLite has no ALTER COLUMN (age)): make the new table beside the old one.
CREATE TABLE "_qsys_new_users" (
  "id" INTEGER PRIMARY KEY,
  "age" INTEGER NOT NULL DEFAULT 18,
  CONSTRAINT "adult" CHECK ("age" > 17)
);

-- Copy every row of users.
INSERT INTO "_qsys_new_users" (
  "id",
  "age"
)
SELECT
  "id",
  COALESCE("age", 18)
FROM "users";

-- Every row of users must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'users',
  (
    SELECT
      COUNT(*)
    FROM "users"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_users"
  );

-- Drop the old users; nothing refers to it while foreign keys are off.
DROP TABLE "users";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new users in its place.
ALTER TABLE "_qsys_new_users"
RENAME TO "users";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
