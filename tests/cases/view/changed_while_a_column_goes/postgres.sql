-- 0002.the_change
-- Drop column jobs.done.
-- Change open_jobs: 2 changes.
--
-- Changes:
--   drop column jobs.done (bigint, not null, default 0)
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   DS103 loses-data jobs.done: the values of jobs.done are lost
--   PG331 blocks-reads-and-writes first_open: it goes and comes again within the transaction, since view open_jobs
--   changes
--   PG331 blocks-reads-and-writes all_open: it goes and comes again within the transaction, since view open_jobs
--   changes
-- Rolling back:
--   PG331 blocks-reads-and-writes first_open: it goes and comes again within the transaction, since view open_jobs
--   changes
--   PG331 blocks-reads-and-writes all_open: it goes and comes again within the transaction, since view open_jobs
--   changes
-- Locks:
--   ACCESS EXCLUSIVE on first_open, all_open, open_jobs, jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 010c80f6f8edadef, after 01f5caa786bec37e.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view first_open. It stands in the way of view open_jobs, and comes again below.
DROP VIEW "first_open";

-- Drop view all_open. It stands in the way of view open_jobs, and comes again below.
DROP VIEW "all_open";

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Drop column jobs.done.
ALTER TABLE "jobs" DROP COLUMN "done";

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs;

-- Create view all_open. It stood in the way of view open_jobs.
CREATE VIEW all_open AS SELECT name FROM open_jobs;

-- Create view first_open. It stood in the way of view open_jobs.
CREATE VIEW first_open AS SELECT min(name) AS name FROM all_open;
