-- Takes back 0002.the_change
-- Change column nodes.kind.
--
-- Changes taken back:
--   change column nodes.kind (no collation to collate "C")  [schema/nodes.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table nodes.kind: text to text writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- nodes.kind from text to text.
ALTER TABLE "nodes" ALTER COLUMN "kind" TYPE text;
