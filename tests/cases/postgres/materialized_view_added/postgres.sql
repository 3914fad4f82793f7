-- 0002.the_change
-- Add view counts.
--
-- Changes:
--   add view counts  [schema/counts.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   BC104 breaks-clients counts: code that reads the view counts breaks
-- Locks:
--   ACCESS EXCLUSIVE on counts as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01769a15fee68e9c, after 018475dc3ce81b77.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create view counts.
CREATE MATERIALIZED VIEW counts AS SELECT name, count(*) AS jobs FROM jobs GROUP BY name;

-- ux_counts on view counts.
CREATE UNIQUE INDEX ux_counts ON counts (name);
