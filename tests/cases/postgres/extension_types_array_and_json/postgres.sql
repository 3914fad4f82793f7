-- 0002.the_change
-- Change jobs: 5 changes.
--
-- Changes:
--   add column jobs.tags (text[], not null, default '{}')  [schema/jobs.yaml:5]
--   add column jobs.payload (jsonb, nullable)  [schema/jobs.yaml:6]
--   add column jobs.amount (numeric(12,2), not null, default '0.00')  [schema/jobs.yaml:7]
--   add column jobs.at (timestamp with time zone, not null, default now())  [schema/jobs.yaml:8]
--   add column jobs.raw (bytea, nullable)  [schema/jobs.yaml:9]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.raw: the values of jobs.raw are lost
--   DS103 loses-data jobs.at: the values of jobs.at are lost
--   DS103 loses-data jobs.amount: the values of jobs.amount are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.tags: the values of jobs.tags are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 01a387ae26c4f04b.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.tags.
ALTER TABLE "jobs" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;

-- Add column jobs.payload.
ALTER TABLE "jobs" ADD COLUMN "payload" jsonb;

-- Add column jobs.amount.
ALTER TABLE "jobs" ADD COLUMN "amount" numeric(12,2) DEFAULT '0.00' NOT NULL;

-- Add column jobs.at.
ALTER TABLE "jobs" ADD COLUMN "at" timestamp with time zone DEFAULT now() NOT NULL;

-- Add column jobs.raw.
ALTER TABLE "jobs" ADD COLUMN "raw" bytea;
