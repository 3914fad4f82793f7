-- Takes back 0002.the_change
-- Change column jobs.twice.
--
-- Changes taken back:
--   change column jobs.twice (stored, generated as (id * 2) to stored, generated as id + id)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG309 rewrites-table jobs.twice: it is computed for every row, while nobody can read or write
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
--   PG105 blocks-reads-and-writes jobs.uq_jobs_twice: the index is built while everybody waits
--   PG306 blocks-writes runs.fk_runs_job: every row is looked at while writers of both tables wait, those of jobs too
--   PG306 blocks-writes runs.fk_runs_job_twice: every row is looked at while writers of both tables wait, those of jobs
--   too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop fk_runs_job of runs. It stands in the way of column jobs.twice, and comes again below.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_job";

-- Drop fk_runs_job_twice of runs. It stands in the way of column jobs.twice, and comes again below.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_job_twice";

-- Drop uq_jobs_twice of jobs. It stands in the way of column jobs.twice, and comes again below.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_twice";

-- Drop jobs_pkey of jobs. It stands in the way of column jobs.twice, and comes again below.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_pkey";

-- Drop column jobs.twice. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" DROP COLUMN "twice";

-- Add column jobs.twice. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" ADD COLUMN "twice" bigint GENERATED ALWAYS AS ((id * 2)) STORED NOT NULL;

-- Add jobs_pkey to jobs. It stood in the way of column jobs.twice.
ALTER TABLE "jobs" ADD PRIMARY KEY ("id") INCLUDE ("twice");

-- Add uq_jobs_twice to jobs. It stood in the way of column jobs.twice.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_jobs_twice" UNIQUE ("twice");

-- Add fk_runs_job to runs. It stood in the way of column jobs.twice.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("id");

-- Add fk_runs_job_twice to runs. It stood in the way of column jobs.twice.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_job_twice" FOREIGN KEY ("job_twice") REFERENCES "jobs" ("twice");
