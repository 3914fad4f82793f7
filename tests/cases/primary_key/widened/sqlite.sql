-- 0002.the_change
-- Change tags: 2 changes.
--
-- Changes:
--   drop primary key tags.primary_key (job)
--   add primary key tags.primary_key (job, tag)  [schema/tags.yaml:6]
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, tag, or one is NULL (0 of 2 rows share
--   their value with another)
--   LT111 rewrites-table tags: every row is copied and writers wait meanwhile: SQLite cannot change a primary key
--   (primary_key)
-- Rolling back:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, or one is NULL
--   LT111 rewrites-table tags: every row is copied and writers wait meanwhile: SQLite cannot change a primary key
--   (primary_key)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of tags: needs that much free space, and time by the row
--   what ANALYZE knew of tags goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0157b2206eddef03, after 01987bea2e018e50.
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

-- tags must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'tags',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('tags')
    WHERE
      NOT "name" IN ('job', 'tag', 'note')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('tags')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild tags (SQLite cannot change a primary key (primary_key)): make the new table beside the old one.
CREATE TABLE "_qsys_new_tags" (
  "job" TEXT NOT NULL,
  "tag" TEXT NOT NULL,
  "note" TEXT,
  PRIMARY KEY ("job", "tag")
);

-- Copy every row of tags.
INSERT INTO "_qsys_new_tags" (
  "rowid",
  "job",
  "tag",
  "note"
)
SELECT
  "rowid",
  "job",
  "tag",
  "note"
FROM "tags";

-- Every row of tags must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'tags',
  (
    SELECT
      COUNT(*)
    FROM "tags"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_tags"
  );

-- Drop the old tags; nothing refers to it while foreign keys are off.
DROP TABLE "tags";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new tags in its place.
ALTER TABLE "_qsys_new_tags"
RENAME TO "tags";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
