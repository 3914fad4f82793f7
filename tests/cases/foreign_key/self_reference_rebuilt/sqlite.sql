-- 0002.the_change
-- Change column nodes.kind.
--
-- Changes:
--   change column nodes.kind (no collation to collate nocase)  [schema/nodes.yaml:5]
-- Risks:
--   LT111 rewrites-table nodes: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (kind)
-- Rolling back:
--   LT111 rewrites-table nodes: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (kind)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of nodes: needs that much free space, and time by the row
--   what ANALYZE knew of nodes goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: nodes 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01914c9111943055, after 01a0146fbdd55652.
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

-- Count the rows of nodes that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'nodes',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('nodes')
  );

-- nodes must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'nodes',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('nodes')
    WHERE
      NOT "name" IN ('id', 'parent_id', 'kind')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('nodes')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild nodes (SQLite has no ALTER COLUMN (kind)): make the new table beside the old one.
CREATE TABLE "_qsys_new_nodes" (
  "id" INTEGER PRIMARY KEY,
  "parent_id" INTEGER REFERENCES "nodes" ("id") ON DELETE CASCADE,
  "kind" TEXT NOT NULL COLLATE NOCASE
);

-- Copy every row of nodes.
INSERT INTO "_qsys_new_nodes" (
  "id",
  "parent_id",
  "kind"
)
SELECT
  "id",
  "parent_id",
  "kind"
FROM "nodes";

-- Every row of nodes must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'nodes',
  (
    SELECT
      COUNT(*)
    FROM "nodes"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_nodes"
  );

-- Drop the old nodes; nothing refers to it while foreign keys are off.
DROP TABLE "nodes";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new nodes in its place.
ALTER TABLE "_qsys_new_nodes"
RENAME TO "nodes";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- No more rows of nodes than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'nodes',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('nodes')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
