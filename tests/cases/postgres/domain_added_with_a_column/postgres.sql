-- 0002.the_change
-- Add type email.
-- Add column jobs.mail.
--
-- Changes:
--   add type email  [schema/email.yaml:1]
--   add column jobs.mail (email, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   PG301 rewrites-table jobs.mail: email has a check, so every row is written anew while nobody can read or write
-- Rolling back:
--   DS103 loses-data jobs.mail: the values of jobs.mail are lost
--   BC105 breaks-clients email: code that uses the type email breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01769a15fee68e9c, after 01f48ffe4e317156.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Create type email.
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');

-- Add column jobs.mail.
ALTER TABLE "jobs" ADD COLUMN "mail" email;
