-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   drop primary key jobs.primary_key (id)
--   change column jobs.queue (nullable to not null)  [schema/jobs.yaml:4]
--   add primary key jobs.primary_key (id, queue)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_pkey of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_pkey";

-- jobs.queue may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "queue" DROP NOT NULL;

-- Add jobs_pkey to jobs.
ALTER TABLE "jobs" ADD PRIMARY KEY ("id");
