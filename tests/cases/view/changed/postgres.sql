-- 0002.the_change
-- Change open_jobs: 2 changes.
--
-- Changes:
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   PG331 blocks-reads-and-writes all_open: it goes and comes again within the transaction, since view open_jobs
--   changes
-- Rolling back:
--   PG331 blocks-reads-and-writes all_open: it goes and comes again within the transaction, since view open_jobs
--   changes
-- Locks:
--   ACCESS EXCLUSIVE on all_open, open_jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018a418b2e68318c, after 016ebb5abe48dcec.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view all_open. It stands in the way of view open_jobs, and comes again below.
DROP VIEW "all_open";

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE NOT done AND name IS NOT NULL;

-- Create view all_open. It stood in the way of view open_jobs.
CREATE VIEW all_open AS SELECT name FROM open_jobs;
