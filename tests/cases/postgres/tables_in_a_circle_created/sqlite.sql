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
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   no table that it touches has rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 012d1287baee05ff, after 01a8bc07ecbce260.
-- depends: 0001.before

-- Create table c.
CREATE TABLE "c" (
  "id" INTEGER PRIMARY KEY,
  "a_id" INTEGER REFERENCES "a" ("id")
);

-- Create table b.
CREATE TABLE "b" (
  "id" INTEGER PRIMARY KEY,
  "c_id" INTEGER REFERENCES "c" ("id")
);

-- Create table a.
CREATE TABLE "a" (
  "id" INTEGER PRIMARY KEY,
  "b_id" INTEGER REFERENCES "b" ("id")
);
