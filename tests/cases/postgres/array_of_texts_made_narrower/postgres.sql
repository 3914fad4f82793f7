-- 0002.the_change
-- Change column jobs.tags.
--
-- Changes:
--   change column jobs.tags (text[] to character varying(20)[])  [schema/jobs.yaml:4]
-- Risks:
--   PG301 rewrites-table jobs.tags: text[] to character varying(20)[] writes every row and index anew while nobody can
--   read or write (about 1 rows: 32 kB; --expand jobs.tags splits it)
--   PG320 loses-data jobs.tags: text[] to character varying(20)[] changes values that look otherwise in the new type
-- Rolling back:
--   PG301 rewrites-table jobs.tags: character varying(20)[] to text[] writes every row and index anew while nobody can
--   read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 019b4eaf7b78ddc9, after 0159750f17e06db8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.tags from text[] to character varying(20)[].
ALTER TABLE "jobs" ALTER COLUMN "tags" TYPE character varying(20)[] USING "tags"::character varying(20)[];
