-- 0002.keep_job_dependencies
-- Add function keep_job_dependencies().
-- Change jobs: 2 changes.
--
-- Changes:
--   add function keep_job_dependencies()  [schema/keep_job_dependencies.yaml:3]
--   add trigger jobs.jobs_dependencies_of_changed  [schema/jobs.yaml:135]
--   add trigger jobs.jobs_dependencies_of_new  [schema/jobs.yaml:129]
-- Risks:
--   none
-- Rolling back:
--   BC105 breaks-clients keep_job_dependencies(): code that uses the function keep_job_dependencies() breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: job_dependencies 3 made-up rows, jobs 3 made-up rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01bbe35899df9fba, after 0109a3501526f7f7.
-- depends: 0001.create_queue

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function keep_job_dependencies().
CREATE FUNCTION keep_job_dependencies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM job_dependencies WHERE job_id = NEW.id;
  INSERT INTO job_dependencies (job_id, depends_on_job_id)
  SELECT DISTINCT NEW.id, value FROM jsonb_array_elements_text(coalesce(NEW.depends_on_job_ids, '[]'));
  RETURN NULL;
END $$;

-- Add trigger jobs_dependencies_of_changed on jobs.
CREATE TRIGGER jobs_dependencies_of_changed AFTER UPDATE OF depends_on_job_ids ON jobs
FOR EACH ROW WHEN (NEW.depends_on_job_ids IS DISTINCT FROM OLD.depends_on_job_ids)
EXECUTE FUNCTION keep_job_dependencies();

-- Add trigger jobs_dependencies_of_new on jobs.
CREATE TRIGGER jobs_dependencies_of_new AFTER INSERT ON jobs
FOR EACH ROW WHEN (NEW.depends_on_job_ids IS NOT NULL)
EXECUTE FUNCTION keep_job_dependencies();
