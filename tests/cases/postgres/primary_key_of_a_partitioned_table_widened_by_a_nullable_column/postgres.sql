-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   drop primary key jobs.primary_key (id)
--   change column jobs.queue (nullable to not null)  [schema/jobs.yaml:4]
--   add primary key jobs.primary_key (id, queue)  [schema/jobs.yaml:5]
-- Risks:
--   MF104 may-fail-on-data jobs.queue: fails if jobs.queue is NULL in any row (0 of 2 rows have NULL)
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, queue, or one is NULL (0 of 2 rows share
--   their value with another)
--   PG303 blocks-reads-and-writes jobs.queue: every row is looked at while nobody can read or write
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
-- Rolling back:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016cec30c422f9fe, after 016b8fb9adc0eb62.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.queue is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "queue" SET NOT NULL;

-- Add jobs_pkey to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_pkey", ADD PRIMARY KEY ("id", "queue");
