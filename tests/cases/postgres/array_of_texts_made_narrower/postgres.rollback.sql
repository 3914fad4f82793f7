-- Takes back 0002.the_change
-- Change column jobs.tags.
--
-- Changes taken back:
--   change column jobs.tags (text[] to character varying(20)[])  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   PG320 loses-data jobs.tags: text[] to character varying(20)[] changes values that look otherwise in the new type
-- Risks:
--   PG301 rewrites-table jobs.tags: character varying(20)[] to text[] writes every row and index anew while nobody can
--   read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.tags from character varying(20)[] to text[].
ALTER TABLE "jobs" ALTER COLUMN "tags" TYPE text[] USING "tags"::text[];
