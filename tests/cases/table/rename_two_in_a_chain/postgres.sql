-- 0002.the_change
-- Rename table c.
-- Rename table b.
--
-- Changes:
--   rename table c (was b)
--   rename table b (was a)
-- Risks:
--   BC101 breaks-clients c: running code that still says b breaks
--   BC101 breaks-clients b: running code that still says a breaks
-- Rolling back:
--   BC101 breaks-clients a: running code that still says b breaks
--   BC101 breaks-clients b: running code that still says c breaks
-- Locks:
--   ACCESS EXCLUSIVE on c, b for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: a 1 sampled rows, b 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01029af32b5f50e3, after 01ef44727807fb1d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table b to c.
ALTER TABLE "b" RENAME TO "c";

-- The primary key of c is called after it.
ALTER INDEX IF EXISTS "b_pkey" RENAME TO "c_pkey";

-- Rename table a to b.
ALTER TABLE "a" RENAME TO "b";

-- The primary key of b is called after it.
ALTER INDEX IF EXISTS "a_pkey" RENAME TO "b_pkey";
