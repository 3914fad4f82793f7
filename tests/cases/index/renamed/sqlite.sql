-- 0002.the_change
-- Rename index jobs.uq_jobs_waiting.
--
-- Changes:
--   rename index jobs.uq_jobs_waiting (was waiting)  [schema/jobs.yaml:7]
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
-- Schema before 0181c1b5cdd2cbb0, after 0154551215e78da8.
-- depends: 0001.before

-- Rename index waiting to uq_jobs_waiting: SQLite has no words for that, so it is made anew.
DROP INDEX "waiting";

-- Index uq_jobs_waiting of jobs, as waiting was.
CREATE UNIQUE INDEX "uq_jobs_waiting" ON "jobs"("priority", "id" DESC)
WHERE
  status = 'PENDING';
