-- 0002.the_change
-- Change tags: 7 changes.
--
-- Changes:
--   drop primary key tags.primary_key (id)
--   change column tags.id (not null to nullable)  [schema/tags.yaml:3]
--   change column tags.label (no default to default 'none'; no not null on conflict to not null on conflict replace)
--   [schema/tags.yaml:4]
--   add primary key tags.primary_key (id, on conflict replace)  [schema/tags.yaml:6]
--   add unique tags.uq_tags_label_kind (label, kind, on conflict ignore)  [schema/tags.yaml:8]
--   add check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
--   add foreign key tags.fk_tags_kind (kind to tags(id), match full)  [schema/tags.yaml:12]
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in id, or one is NULL (0 of 2 rows share their
--   value with another)
--   MF101 may-fail-on-data tags.uq_tags_label_kind: fails if two rows agree in label, kind (0 of 2 rows share their
--   value with another)
--   MF105 may-fail-on-data tags.ck_kind: fails if a row does not satisfy it (0 of 2 rows violate it)
--   MF106 may-fail-on-data tags.fk_tags_kind: fails if a row refers to a row of tags that is not there (0 of 2 rows
--   refer to a row of tags that is not there)
--   LT111 rewrites-table tags: every row is copied and writers wait meanwhile: SQLite cannot change a primary key
--   (primary_key); SQLite has no ALTER COLUMN (id, label); SQLite cannot add or drop a constraint (uq_tags_label_kind,
--   ck_kind, fk_tags_kind)
-- Rolling back:
--   CD101 may-fail-on-data tags.fk_tags_kind: rows that it forbids may be written, and then it cannot come back
--   CD102 may-fail-on-data tags.ck_kind: rows that it forbids may be written, and then it cannot come back
--   MF104 may-fail-on-data tags.id: fails if tags.id is NULL in any row
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in id, or one is NULL
--   LT111 rewrites-table tags: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (fk_tags_kind, ck_kind, uq_tags_label_kind); SQLite cannot change a primary key (primary_key); SQLite has no ALTER
--   COLUMN (label, id)
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
-- Schema before 013377117d7a73ef, after 013729d0b1aa601d.
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

-- Count the rows of tags that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'tags',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('tags')
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
      NOT "name" IN ('id', 'label', 'kind')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('tags')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild tags (SQLite cannot change a primary key (primary_key); SQLite has no ALTER COLUMN (id, label); SQLite cannot
-- add or drop a constraint (uq_tags_label_kind, ck_kind, fk_tags_kind)): make the new table beside the old one.
CREATE TABLE "_qsys_new_tags" (
  "id" TEXT PRIMARY KEY ON CONFLICT REPLACE,
  "label" TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'none',
  "kind" TEXT REFERENCES "tags" ("id") MATCH FULL,
  UNIQUE ("label", "kind") ON CONFLICT IGNORE,
  CONSTRAINT "ck_kind" CHECK (kind <> label) ON CONFLICT IGNORE
);

-- Copy every row of tags.
INSERT INTO "_qsys_new_tags" (
  "rowid",
  "id",
  "label",
  "kind"
)
SELECT
  "rowid",
  "id",
  "label",
  "kind"
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

-- No more rows of tags than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'tags',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('tags')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
