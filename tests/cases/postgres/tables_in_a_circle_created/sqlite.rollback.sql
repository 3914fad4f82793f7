-- Takes back 0002.the_change
-- Add table a.
-- Add table b.
-- Add table c.
--
-- Changes taken back:
--   add table a (2 columns, 0 indexes)  [schema/a.yaml:1]
--   add table b (2 columns, 0 indexes)  [schema/b.yaml:1]
--   add table c (2 columns, 0 indexes)  [schema/c.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data c: all rows of c are lost
--   DS102 loses-data b: all rows of b are lost
--   DS102 loses-data a: all rows of a are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

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

-- Drop table a with its rows, indexes and triggers.
DROP TABLE "a";

-- Drop table b with its rows, indexes and triggers.
DROP TABLE "b";

-- Drop table c with its rows, indexes and triggers.
DROP TABLE "c";

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
