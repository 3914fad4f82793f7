-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop unique jobs.uq_jobs_slug (slug)
--   drop column jobs.slug (text, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_slug: fails if two rows agree in slug
--   PG105 blocks-reads-and-writes jobs.uq_jobs_slug: the index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.slug.
ALTER TABLE "jobs" ADD COLUMN "slug" text;

-- Add uq_jobs_slug to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_jobs_slug" UNIQUE ("slug");
