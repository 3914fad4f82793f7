-- 0002.the_change
-- Change tasks: 4 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.cost (was amount)
--   rename column tasks.title (was name)
--   change column tasks.cost (INTEGER to REAL)  [schema/tasks.yaml:6]
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
--   BC102 breaks-clients tasks.cost: running code that still says tasks.amount breaks
--   BC102 breaks-clients tasks.title: running code that still says tasks.name breaks
--   LT111 rewrites-table tasks: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (cost)
--   LT106 loses-data tasks.cost: INTEGER to REAL rewrites values that look otherwise in the new type
-- Rolling back:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC102 breaks-clients tasks.amount: running code that still says tasks.cost breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--   LT111 rewrites-table tasks: every row is copied and writers wait meanwhile: SQLite has no ALTER COLUMN (cost)
--   LT106 loses-data tasks.cost: REAL to INTEGER rewrites values that look otherwise in the new type
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of tasks: needs that much free space, and time by the row
--   what ANALYZE knew of tasks goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of tasks.cost change
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01128ac68fe09dfc, after 01ec2882ff1f5d6e.
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

-- Rename table jobs to tasks; references to it follow.
ALTER TABLE "jobs"
RENAME TO "tasks";

-- Rename column tasks.amount to cost; indexes, triggers and views follow.
ALTER TABLE "tasks"
RENAME COLUMN "amount" TO "cost";

-- Rename column tasks.name to title; indexes, triggers and views follow.
ALTER TABLE "tasks"
RENAME COLUMN "name" TO "title";

-- tasks must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'tasks',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('tasks')
    WHERE
      NOT "name" IN ('id', 'title', 'cost')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('tasks')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild tasks (SQLite has no ALTER COLUMN (cost)): make the new table beside the old one.
CREATE TABLE "_qsys_new_tasks" (
  "id" INTEGER PRIMARY KEY,
  "title" TEXT NOT NULL,
  "cost" REAL
);

-- Copy every row of tasks.
INSERT INTO "_qsys_new_tasks" (
  "id",
  "title",
  "cost"
)
SELECT
  "id",
  "title",
  "cost"
FROM "tasks";

-- Every row of tasks must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'tasks',
  (
    SELECT
      COUNT(*)
    FROM "tasks"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_tasks"
  );

-- Drop the old tasks; nothing refers to it while foreign keys are off.
DROP TABLE "tasks";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new tasks in its place.
ALTER TABLE "_qsys_new_tasks"
RENAME TO "tasks";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
