-- 0002.the_change
-- Drop column jobs.done.
-- Change open_jobs: 2 changes.
--
-- Changes:
--   drop column jobs.done (INTEGER, not null, default 0)
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   DS103 loses-data jobs.done: the values of jobs.done are lost
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, notes 3 made-up rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01562e8085a563db, after 01caa54450bbb79a.
-- depends: 0001.before

-- Drop view first_open. It stands on view open_jobs, and comes again below.
DROP VIEW "first_open";

-- Drop view all_open. It stands on view open_jobs, and comes again below.
DROP VIEW "all_open";

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Drop trigger first_of_all. It stands on view open_jobs, and comes again below.
DROP TRIGGER "first_of_all";

-- Drop column jobs.done with its values.
ALTER TABLE "jobs"
DROP COLUMN "done";

-- Add trigger first_of_all on notes. It stood on view open_jobs.
CREATE TRIGGER first_of_all AFTER INSERT ON notes WHEN NEW.text IS NULL BEGIN
  UPDATE notes SET text = (SELECT name FROM first_open) WHERE id = NEW.id;
END;

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs;

-- Create view all_open. It stood on view open_jobs.
CREATE VIEW all_open AS SELECT name FROM open_jobs;

-- Create view first_open. It stood on view open_jobs.
CREATE VIEW first_open AS SELECT min(name) AS name FROM all_open;
