-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.ix_some (on name where id > 5)
--   add index jobs.ix_some (on name where id > 6)  [schema/jobs.yaml:6]
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
-- Schema before 014d72d43c1ed97f, after 0156d2a8cee6f105.
-- depends: 0001.before

-- Drop index ix_some on jobs.
DROP INDEX "ix_some";

-- Add index ix_some on jobs.
CREATE INDEX "ix_some" ON "jobs"("name")
WHERE
  id > 6;
