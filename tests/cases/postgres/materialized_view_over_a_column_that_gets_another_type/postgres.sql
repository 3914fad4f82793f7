-- 0002.the_change
-- Change column jobs.name.
--
-- Changes:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
-- Risks:
--   PG331 blocks-reads-and-writes counts: it goes and comes again within the transaction, since column jobs.name
--   changes, and is computed anew
--   PG301 rewrites-table jobs.name: text to character varying(20) writes every row and index anew while nobody can read
--   or write (about 2 rows: 32 kB)
-- Rolling back:
--   PG331 blocks-reads-and-writes counts: it goes and comes again within the transaction, since column jobs.name
--   changes, and is computed anew
-- Locks:
--   ACCESS EXCLUSIVE on jobs, counts as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018475dc3ce81b77, after 0192dd139b384518.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop view counts. It stands in the way of column jobs.name, and comes again below.
DROP MATERIALIZED VIEW "counts";

-- jobs.name from text to character varying(20).
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE character varying(20);

-- Create view counts. It stood in the way of column jobs.name.
CREATE MATERIALIZED VIEW counts AS SELECT name, count(*) AS jobs FROM jobs GROUP BY name;

-- ux_counts on view counts. It stood in the way of column jobs.name.
CREATE UNIQUE INDEX ux_counts ON counts (name);
