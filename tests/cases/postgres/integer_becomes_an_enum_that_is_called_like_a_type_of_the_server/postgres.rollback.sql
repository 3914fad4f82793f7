-- Takes back 0002.the_change
-- Add enum name_kind.
-- Change column jobs.kind.
--
-- Changes taken back:
--   add enum name_kind (1, 2)  [schema/jobs.yaml:4]
--   change column jobs.kind (bigint to name_kind)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   PG320 loses-data jobs.kind: bigint to name_kind changes values that look otherwise in the new type
-- Risks:
--   PG301 rewrites-table jobs.kind: name_kind to bigint writes every row and index anew while nobody can read or write
--   PG320 loses-data jobs.kind: name_kind to bigint changes values that look otherwise in the new type
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.kind from name_kind to bigint.
ALTER TABLE "jobs" ALTER COLUMN "kind" TYPE bigint USING "kind"::text::bigint;

-- Drop enum name_kind.
DROP TYPE "name_kind";
