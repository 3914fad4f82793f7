-- 0002.the_change
-- Add column jobs.shout.
--
-- Changes:
--   add column jobs.shout (TEXT, nullable, virtual, generated as upper(name))  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 015d5501fca1b01a.
-- depends: 0001.before

-- Add column jobs.shout.
ALTER TABLE "jobs"
ADD COLUMN "shout" TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL;
