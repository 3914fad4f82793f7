-- 0002.the_change
-- Drop table a.
-- Drop table b.
-- Drop table c.
--
-- Changes:
--   drop table a (2 columns, 0 indexes)
--   drop table b (2 columns, 0 indexes)
--   drop table c (2 columns, 0 indexes)
-- Risks:
--   DS102 loses-data a: all rows of a are lost (about 1 at present: 24 kB)
--   DS102 loses-data b: all rows of b are lost (about 1 at present: 24 kB)
--   DS102 loses-data c: all rows of c are lost (about 1 at present: 24 kB)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on a, b, c for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: a 1 sampled rows, b 1 sampled rows, c 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f10fafe1a9b149, after 01dce015185763c6.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- c refers to a, which goes before it.
ALTER TABLE "c" DROP CONSTRAINT "fk_c_a_id";

-- Drop table a with its rows, indexes and triggers.
DROP TABLE "a";

-- Drop table b with its rows, indexes and triggers.
DROP TABLE "b";

-- Drop table c with its rows, indexes and triggers.
DROP TABLE "c";
