-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   add column jobs.price (TEXT, not null, default '9.90')  [schema/jobs.yaml:5]
--   add column jobs.payload (BLOB, nullable)  [schema/jobs.yaml:6]
--   add column jobs.key (TEXT, nullable)  [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.key: the values of jobs.key are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.price: the values of jobs.price are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 01c1f4b77d06de2a.
-- depends: 0001.before

-- Add column jobs.price.
ALTER TABLE "jobs"
ADD COLUMN "price" TEXT NOT NULL DEFAULT '9.90';

-- Add column jobs.payload.
ALTER TABLE "jobs"
ADD COLUMN "payload" BLOB;

-- Add column jobs.key.
ALTER TABLE "jobs"
ADD COLUMN "key" TEXT;
