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
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: a 1 sampled rows, b 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0171f53b67e19b32, after 01f09f57caf99770.
-- depends: 0001.before

-- Rename table b to c; references to it follow.
ALTER TABLE "b"
RENAME TO "c";

-- Rename table a to b; references to it follow.
ALTER TABLE "a"
RENAME TO "b";
