-- 0002.the_change
-- Add table a.
-- Add table b.
-- Add table c.
--
-- Changes:
--   add table a (2 columns, 0 indexes)  [schema/a.yaml:1]
--   add table b (2 columns, 0 indexes)  [schema/b.yaml:1]
--   add table c (2 columns, 0 indexes)  [schema/c.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data c: all rows of c are lost
--   DS102 loses-data b: all rows of b are lost
--   DS102 loses-data a: all rows of a are lost
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   no table that it touches has rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01dce015185763c6, after 01f10fafe1a9b149.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table c.
CREATE TABLE "c" (
  "id" bigint NOT NULL,
  "a_id" bigint,
  PRIMARY KEY ("id")
);

-- Create table b.
CREATE TABLE "b" (
  "id" bigint NOT NULL,
  "c_id" bigint,
  PRIMARY KEY ("id"),
  CONSTRAINT "fk_b_c_id" FOREIGN KEY ("c_id") REFERENCES "c" ("id")
);

-- Create table a.
CREATE TABLE "a" (
  "id" bigint NOT NULL,
  "b_id" bigint,
  PRIMARY KEY ("id"),
  CONSTRAINT "fk_a_b_id" FOREIGN KEY ("b_id") REFERENCES "b" ("id")
);

-- Foreign key of c to a, which was made after it.
ALTER TABLE "c" ADD CONSTRAINT "fk_c_a_id" FOREIGN KEY ("a_id") REFERENCES "a" ("id");
