-- 0002.the_change
-- Change column My Jobs.note.
--
-- Changes:
--   change column My Jobs.note (no default to default '')  [schema/My.yaml:6]
-- Risks:
--   LT111 rewrites-table My Jobs: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (note)
-- Rolling back:
--   LT111 rewrites-table My Jobs: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (note)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of My Jobs: needs that much free space, and time by the row
--   what ANALYZE knew of My Jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: My Jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 015d18079082c075, after 01a48d1cc639d067.
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

-- My Jobs must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'My Jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('My Jobs')
    WHERE
      NOT "name" IN ('id', 'kind', 'price', 'note', 'when_')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('My Jobs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
      AND NOT "name" IN ('by kind')
  );

-- Rebuild My Jobs (SQLite has no ALTER COLUMN (note)): make the new table beside the old one.
CREATE TABLE "_qsys_new_My Jobs" (
  "id" integer NOT NULL PRIMARY KEY,
  "kind" varchar(20) DEFAULT "plain" COLLATE NOCASE,
  "price" decimal(10, 2) CHECK (price >= 0),
  "note" TEXT DEFAULT '',
  "when_" DATETIME DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "one_kind" UNIQUE ("kind", "price"),
  CHECK (price < 1000 or kind = 'it''s')
);

-- Copy every row of My Jobs.
INSERT INTO "_qsys_new_My Jobs" (
  "id",
  "kind",
  "price",
  "note",
  "when_"
)
SELECT
  "id",
  "kind",
  "price",
  "note",
  "when_"
FROM "My Jobs";

-- Every row of My Jobs must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'My Jobs',
  (
    SELECT
      COUNT(*)
    FROM "My Jobs"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_My Jobs"
  );

-- Drop the old My Jobs; nothing refers to it while foreign keys are off.
DROP TABLE "My Jobs";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new My Jobs in its place.
ALTER TABLE "_qsys_new_My Jobs"
RENAME TO "My Jobs";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- Index by kind of My Jobs.
CREATE INDEX "by kind" ON "My Jobs"("kind" COLLATE BINARY DESC)
WHERE
  price is not null;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
