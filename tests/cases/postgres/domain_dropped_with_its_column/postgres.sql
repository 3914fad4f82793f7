-- 0002.the_change
-- Drop type email.
-- Drop column jobs.mail.
--
-- Changes:
--   drop type email
--   drop column jobs.mail (email, nullable)
-- Risks:
--   BC105 breaks-clients email: code that uses the type email breaks
--   DS103 loses-data jobs.mail: the values of jobs.mail are lost
-- Rolling back:
--   PG301 rewrites-table jobs.mail: email has a check, so every row is written anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 012e961e98850b2f, after 019787183bae4f61.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.mail.
ALTER TABLE "jobs" DROP COLUMN "mail";

-- Drop type email.
DROP TYPE "email";
