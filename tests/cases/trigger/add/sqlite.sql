-- 0002.the_change
-- Add trigger jobs.tr_jobs_name.
--
-- Changes:
--   add trigger jobs.tr_jobs_name  [schema/jobs.yaml:6]
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
-- Schema before 019cae89f0e7579e, after 01596acc3e0ee169.
-- depends: 0001.before

-- Add trigger tr_jobs_name on jobs.
CREATE TRIGGER tr_jobs_name AFTER UPDATE OF name ON jobs
WHEN new.name = ''
BEGIN
  UPDATE jobs SET name = 'none; really' WHERE id = new.id;
  SELECT CASE WHEN new.id < 0 THEN RAISE(ABORT, 'negative') END;
END;
