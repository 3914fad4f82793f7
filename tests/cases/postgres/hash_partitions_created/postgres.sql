-- 0002.the_change
-- Add table jobs.
--
-- Changes:
--   add table jobs (2 columns, 0 indexes)  [schema/jobs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data jobs: all rows of jobs are lost
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   no table that it touches has rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01dfb209a2274365, after 016051d7c05a8b5d.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table jobs.
CREATE TABLE "jobs" (
  "id" bigint NOT NULL,
  "queue" text NOT NULL,
  PRIMARY KEY ("id")
) PARTITION BY HASH ("id");

-- A partition of jobs.
CREATE TABLE "jobs_p0" PARTITION OF "jobs" FOR VALUES WITH (MODULUS 4, REMAINDER 0);

-- A partition of jobs.
CREATE TABLE "jobs_p1" PARTITION OF "jobs" FOR VALUES WITH (MODULUS 4, REMAINDER 1);

-- A partition of jobs.
CREATE TABLE "jobs_p2" PARTITION OF "jobs" FOR VALUES WITH (MODULUS 4, REMAINDER 2);

-- A partition of jobs.
CREATE TABLE "jobs_p3" PARTITION OF "jobs" FOR VALUES WITH (MODULUS 4, REMAINDER 3);
