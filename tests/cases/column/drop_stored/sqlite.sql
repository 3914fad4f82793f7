-- 0002.the_change
-- Drop column jobs.shout.
--
-- Changes:
--   drop column jobs.shout (TEXT, nullable, stored, generated as upper(name))
-- Risks:
--   none
-- Rolling back:
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add a stored generated
--   column (shout)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 012cdd3d1e520498, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.shout with its values.
ALTER TABLE "jobs"
DROP COLUMN "shout";
