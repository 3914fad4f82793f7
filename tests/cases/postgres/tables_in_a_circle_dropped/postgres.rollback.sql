-- Takes back 0002.the_change
-- Drop table a.
-- Drop table b.
-- Drop table c.
--
-- Changes taken back:
--   drop table a (2 columns, 0 indexes)
--   drop table b (2 columns, 0 indexes)
--   drop table c (2 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data a: all rows of a are lost (about 1 at present: 24 kB)
--   DS102 loses-data b: all rows of b are lost (about 1 at present: 24 kB)
--   DS102 loses-data c: all rows of c are lost (about 1 at present: 24 kB)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

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
