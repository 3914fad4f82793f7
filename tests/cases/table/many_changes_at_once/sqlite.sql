-- 0002.the_change
-- Change jobs: 17 changes.
--
-- Changes:
--   rename column jobs.worker (was owner)
--   drop check jobs.ck_jobs_state ("state" IN ('NEW', 'DONE'))
--   drop check jobs.ck_jobs_price (price >= 0)
--   drop index jobs.ix_jobs_owner (on worker)
--   drop index jobs.ix_jobs_state_name (on state, name)
--   drop column jobs.junk (BLOB, nullable)
--   change column jobs.name (no collation to collate nocase)  [schema/jobs.yaml:4]
--   change column jobs.state (no default to default 'NEW')  [schema/jobs.yaml:5]
--   change column jobs.price (nullable to not null; no default to default 0)  [schema/jobs.yaml:7]
--   add column jobs.total (INTEGER, nullable, virtual, generated as price * 2)  [schema/jobs.yaml:8]
--   add column jobs.parent_id (INTEGER, nullable)  [schema/jobs.yaml:9]
--   add unique jobs.uq_jobs_name (name)  [schema/jobs.yaml:11]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'RUNNING', 'DONE'))  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_price (price BETWEEN 0 AND 1000)  [schema/jobs.yaml:21]
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade)  [schema/jobs.yaml:17]
--   add index jobs.ix_jobs_worker (on worker)  [schema/jobs.yaml:13]
--   add index jobs.ix_jobs_state_price (on state, price where state <> 'DONE')  [schema/jobs.yaml:14]
-- Risks:
--   BC102 breaks-clients jobs.worker: running code that still says jobs.owner breaks
--   DS103 loses-data jobs.junk: the values of jobs.junk are lost
--   MF104 may-fail-on-data jobs.price: NULL in jobs.price becomes its default, and stays so when rolled back (1 of 2
--   rows have NULL: 4)
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in name (0 of 2 rows share their value with
--   another)
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it (0 of 2 rows violate it)
--   MF105 may-fail-on-data jobs.ck_jobs_price: fails if a row does not satisfy it (0 of 2 rows violate it)
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_jobs_state, ck_jobs_price, uq_jobs_name); SQLite has no ALTER COLUMN (name, state, price)
-- Rolling back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
--   MF105 may-fail-on-data jobs.ck_jobs_price: fails if a row does not satisfy it
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add or drop a constraint
--   (ck_jobs_price, ck_jobs_state, uq_jobs_name); SQLite has no ALTER COLUMN (price, state, name)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
--   copies every row of jobs: needs that much free space, and time by the row
--   what ANALYZE knew of jobs goes with the old table: where it was run, run it again afterwards
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   1 of 2 sampled values of jobs.price change
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01afe2949df3d1e8, after 01b80b581934ce24.
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

-- Rename column jobs.owner to worker; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "owner" TO "worker";

-- Count the rows of jobs that violate a foreign key already.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_before"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('jobs')
  );

-- jobs must be as it was when this was planned: whatever else it has would be lost.
INSERT INTO "_qsys_guard" (
  "about",
  "strangers"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_TABLE_XINFO('jobs')
    WHERE
      NOT "name" IN ('id', 'name', 'state', 'worker', 'price', 'junk')
  ) + (
    SELECT
      COUNT(*)
    FROM "sqlite_master"
    WHERE
      LOWER("tbl_name") = LOWER('jobs')
      AND "type" IN ('index', 'trigger')
      AND "sql" <> ''
      AND NOT "name" IN ('ix_jobs_owner', 'ix_jobs_state_name')
  );

-- Rebuild jobs (SQLite cannot add or drop a constraint (ck_jobs_state, ck_jobs_price, uq_jobs_name); SQLite has no
-- ALTER COLUMN (name, state, price)): make the new table beside the old one.
CREATE TABLE "_qsys_new_jobs" (
  "id" INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL COLLATE NOCASE,
  "state" TEXT NOT NULL DEFAULT 'NEW' CHECK ("state" IN ('NEW', 'RUNNING', 'DONE')),
  "worker" TEXT,
  "price" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_jobs_price" CHECK (price BETWEEN 0 AND 1000),
  "total" INTEGER GENERATED ALWAYS AS (price * 2) VIRTUAL,
  "parent_id" INTEGER REFERENCES "jobs" ("id") ON DELETE CASCADE,
  UNIQUE ("name")
);

-- Copy every row of jobs.
INSERT INTO "_qsys_new_jobs" (
  "id",
  "name",
  "state",
  "worker",
  "price"
)
SELECT
  "id",
  "name",
  "state",
  "worker",
  COALESCE("price", 0)
FROM "jobs";

-- Every row of jobs must have arrived.
INSERT INTO "_qsys_guard" (
  "about",
  "rows_lost"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM "jobs"
  ) - (
    SELECT
      COUNT(*)
    FROM "_qsys_new_jobs"
  );

-- Drop the old jobs; nothing refers to it while foreign keys are off.
DROP TABLE "jobs";

-- Let the next rename leave views, triggers and references in other tables as they are.
PRAGMA legacy_alter_table = ON;

-- Put the new jobs in its place.
ALTER TABLE "_qsys_new_jobs"
RENAME TO "jobs";

-- Renames follow references again.
PRAGMA legacy_alter_table = OFF;

-- Index ix_jobs_worker of jobs.
CREATE INDEX "ix_jobs_worker" ON "jobs"("worker");

-- Index ix_jobs_state_price of jobs.
CREATE INDEX "ix_jobs_state_price" ON "jobs"("state", "price")
WHERE
  state <> 'DONE';

-- No more rows of jobs than before may violate a foreign key.
INSERT INTO "_qsys_guard" (
  "about",
  "violations_added"
)
SELECT
  'jobs',
  (
    SELECT
      COUNT(*)
    FROM PRAGMA_FOREIGN_KEY_CHECK('jobs')
  ) - (
    SELECT
      MAX("violations_before")
    FROM "_qsys_guard"
  );

-- All facts were right; the guard goes.
DROP TABLE "temp"."_qsys_guard";
