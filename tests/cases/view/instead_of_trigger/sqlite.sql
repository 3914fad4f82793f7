-- 0002.the_change
-- Change open_jobs: 2 changes.
--
-- Changes:
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01577951b19212bb, after 015179ac497d9936.
-- depends: 0001.before

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE NOT done;

-- Add trigger open_jobs_insert on view open_jobs.
CREATE TRIGGER open_jobs_insert INSTEAD OF INSERT ON open_jobs BEGIN
  INSERT INTO jobs (name) VALUES (new.name);
END;
