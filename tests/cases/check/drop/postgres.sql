-- 0002.the_change
-- Drop check jobs.ck_some.
--
-- Changes:
--   drop check jobs.ck_some ((name <> ''::text))
-- Risks:
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
-- Rolling back:
--   MF105 may-fail-on-data jobs.ck_some: fails if a row does not satisfy it
--   PG305 blocks-reads-and-writes jobs.ck_some: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a994160dde2fe0, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_some of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some";
