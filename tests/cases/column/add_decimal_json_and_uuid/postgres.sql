-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   add column jobs.price (numeric(8,2), not null, default '9.90')  [schema/jobs.yaml:5]
--   add column jobs.payload (jsonb, nullable)  [schema/jobs.yaml:6]
--   add column jobs.key (uuid, nullable)  [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.key: the values of jobs.key are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.price: the values of jobs.price are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 0122cd1e2b4e0c15.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.price.
ALTER TABLE "jobs" ADD COLUMN "price" numeric(8,2) DEFAULT '9.90' NOT NULL;

-- Add column jobs.payload.
ALTER TABLE "jobs" ADD COLUMN "payload" jsonb;

-- Add column jobs.key.
ALTER TABLE "jobs" ADD COLUMN "key" uuid;
