-- 0002.the_change
-- Add enum name_kind.
-- Change column jobs.kind.
--
-- Changes:
--   add enum name_kind (1, 2)  [schema/jobs.yaml:4]
--   change column jobs.kind (bigint to name_kind)  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.kind: bigint to name_kind writes every row and index anew while nobody can read or write
--   (about 2 rows: 24 kB)
--   PG320 loses-data jobs.kind: bigint to name_kind changes values that look otherwise in the new type
-- Rolling back:
--   PG301 rewrites-table jobs.kind: name_kind to bigint writes every row and index anew while nobody can read or write
--   PG320 loses-data jobs.kind: name_kind to bigint changes values that look otherwise in the new type
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b24cd0404cf4e6, after 01f2ec302c8dca5a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create enum name_kind.
CREATE TYPE "name_kind" AS ENUM ('1', '2');

-- jobs.kind from bigint to name_kind.
ALTER TABLE "jobs" ALTER COLUMN "kind" TYPE name_kind USING "kind"::text::name_kind;
