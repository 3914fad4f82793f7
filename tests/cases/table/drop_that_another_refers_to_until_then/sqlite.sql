-- 0002.the_change
-- Drop table teams.
-- Drop foreign key people.fk_people_team_id.
--
-- Changes:
--   drop table teams (1 column, 0 indexes)
--   drop foreign key people.fk_people_team_id (team_id to teams(id), on delete set null)
-- Risks:
--   DS102 loses-data teams: all rows of teams are lost (2 at present)
--   CD101 may-fail-on-data people.fk_people_team_id: rows that it forbids may be written, and then it cannot come back
--   LT111 rewrites-table people: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (fk_people_team_id)
-- Rolling back:
--   MF106 may-fail-on-data people.fk_people_team_id: fails if a row refers to a row of teams that is not there
--   LT111 rewrites-table people: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (fk_people_team_id)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of people: needs that much free space, and time by the row
--   what ANALYZE knew of people goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on an empty scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   with the rows of people, teams it ran forward, but not back, as its risks say: CHECK constraint failed: rows
--   violate a foreign key that holds after this migration
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 012bde6bafb30ac1, after 01b4ff6855fe631b.
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

-- Count the rows of people that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'people',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('people')
  );

-- people must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'people',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('people')
    WHERE
      NOT "name" IN ('id', 'team_id')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('people')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
  );

-- Rebuild people (SQLite cannot add or drop a constraint (fk_people_team_id)): make the new table beside the old one.
CREATE TABLE "_qsys_new_people" (
  "id" INTEGER PRIMARY KEY,
  "team_id" INTEGER
);

-- Copy every row of people.
INSERT INTO "_qsys_new_people" (
  "id",
  "team_id"
)
SELECT
  "id",
  "team_id"
FROM "people";

-- Every row of people must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'people',
  (
    SELECT
      COUNT(*)
    FROM "people"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_people"
  );

-- Drop the old people; nothing refers to it while foreign keys are off.
DROP TABLE "people";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new people in its place.
ALTER TABLE "_qsys_new_people"
RENAME TO "people";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- No more rows of people than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'people',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('people')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- Drop table teams with its rows, indexes and triggers.
DROP TABLE "teams";

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
