-- 0002.the_change
-- Change column jobs.id.
--
-- Changes:
--   change column jobs.id (by default to serial)  [schema/jobs.yaml:3]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 015e5ce0ee38fea1, after 0168e19c960e0bef.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs.id gets no number by itself.
ALTER TABLE "jobs" ALTER COLUMN "id" DROP IDENTITY;

-- The numbers of jobs.id.
CREATE SEQUENCE "jobs_id_seq" AS bigint OWNED BY "jobs"."id";

-- jobs.id counts on.
ALTER TABLE "jobs" ALTER COLUMN "id" SET DEFAULT nextval('"jobs_id_seq"');

-- It goes on behind the highest number that is there.
SELECT setval(pg_get_serial_sequence('"jobs"', 'id'), (SELECT COALESCE(MAX("id"), 0) + 1 FROM "jobs"), false);
