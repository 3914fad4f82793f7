-- 0002.the_change
-- Add index jobs.ix_jobs_name.
--
-- Changes:
--   add index jobs.ix_jobs_name (on name where name <> '' AND id > 5)  [schema/jobs.yaml:6]
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
-- Schema before 019cae89f0e7579e, after 019927cb16ee079a.
-- depends: 0001.before

-- Add index ix_jobs_name on jobs.
CREATE INDEX "ix_jobs_name" ON "jobs"("name")
WHERE
  name <> '' AND id > 5;
