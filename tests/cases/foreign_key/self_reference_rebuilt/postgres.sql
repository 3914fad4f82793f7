-- 0002.the_change
-- Change column nodes.kind.
--
-- Changes:
--   change column nodes.kind (no collation to collate "C")  [schema/nodes.yaml:5]
-- Risks:
--   PG301 rewrites-table nodes.kind: text to text writes every row and index anew while nobody can read or write
-- Rolling back:
--   PG301 rewrites-table nodes.kind: text to text writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on nodes as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: nodes 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017e3d429c9b096a, after 0142036f5088cefb.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- nodes.kind from text to text.
ALTER TABLE "nodes" ALTER COLUMN "kind" TYPE text COLLATE "C";
