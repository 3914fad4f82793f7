-- 0002.the_change
-- Add view all_open.
-- Add view open_jobs.
--
-- Changes:
--   add view all_open  [schema/all_open.yaml:1]
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   BC104 breaks-clients open_jobs: code that reads the view open_jobs breaks
--   BC104 breaks-clients all_open: code that reads the view all_open breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 018249cc49a8d2e9, after 018e7b626ef19aa4.
-- depends: 0001.before

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE NOT done;

-- Create view all_open.
CREATE VIEW all_open AS SELECT name FROM open_jobs;
