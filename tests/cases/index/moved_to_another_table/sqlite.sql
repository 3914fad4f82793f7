-- 0002.the_change
-- Drop index jobs.ix_name.
-- Add index logs.ix_name.
--
-- Changes:
--   drop index jobs.ix_name (on name)
--   add index logs.ix_name (on name)  [schema/logs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 3 made-up rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0180de340259a8f8, after 0116419f3324c9c4.
-- depends: 0001.before

-- Drop index ix_name on jobs.
DROP INDEX "ix_name";

-- Add index ix_name on logs.
CREATE INDEX "ix_name" ON "logs"("name");
