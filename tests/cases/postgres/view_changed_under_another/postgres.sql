-- 0002.the_change
-- Change names: 2 changes.
--
-- Changes:
--   drop view names
--   add view names  [schema/names.yaml:1]
-- Risks:
--   PG331 blocks-reads-and-writes long_names: it goes and comes again within the transaction, since view names changes
-- Rolling back:
--   PG331 blocks-reads-and-writes long_names: it goes and comes again within the transaction, since view names changes
-- Locks:
--   ACCESS EXCLUSIVE on long_names, names for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e73c577886de2d, after 015b923f5d0bb3ec.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view long_names. It stands in the way of view names, and comes again below.
DROP VIEW "long_names";

-- Drop view names.
DROP VIEW "names";

-- Create view names.
CREATE VIEW names AS SELECT name, id FROM jobs WHERE name <> '';

-- Create view long_names. It stood in the way of view names.
CREATE VIEW long_names AS SELECT name FROM names WHERE length(name) > 3;
