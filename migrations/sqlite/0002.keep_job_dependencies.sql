-- 0002.keep_job_dependencies
-- Change jobs: 2 changes.
--
-- Changes:
--   add trigger jobs.jobs_dependencies_of_new  [schema/jobs.yaml:109]
--   add trigger jobs.jobs_dependencies_of_changed  [schema/jobs.yaml:119]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: job_dependencies 3 made-up rows, jobs 3 made-up rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01495e314ea1cae5, after 0129522e0660e747.
-- depends: 0001.create_queue

-- Add trigger jobs_dependencies_of_changed on jobs.
CREATE TRIGGER jobs_dependencies_of_changed AFTER UPDATE OF depends_on_job_ids ON jobs
WHEN NEW.depends_on_job_ids IS NOT OLD.depends_on_job_ids
BEGIN
  DELETE FROM job_dependencies WHERE job_id = NEW.id;
  INSERT INTO job_dependencies (job_id, depends_on_job_id)
  SELECT DISTINCT NEW.id, value FROM json_each(coalesce(NEW.depends_on_job_ids, '[]'));
END;

-- Add trigger jobs_dependencies_of_new on jobs.
CREATE TRIGGER jobs_dependencies_of_new AFTER INSERT ON jobs
WHEN NEW.depends_on_job_ids IS NOT NULL
BEGIN
  DELETE FROM job_dependencies WHERE job_id = NEW.id;
  INSERT INTO job_dependencies (job_id, depends_on_job_id)
  SELECT DISTINCT NEW.id, value FROM json_each(NEW.depends_on_job_ids);
END;
