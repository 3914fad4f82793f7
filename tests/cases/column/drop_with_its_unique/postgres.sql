-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop unique jobs.uq_jobs_slug (slug)
--   drop column jobs.slug (text, nullable)
-- Risks:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
-- Rolling back:
--   MF101 may-fail-on-data jobs.uq_jobs_slug: fails if two rows agree in slug
--   PG105 blocks-reads-and-writes jobs.uq_jobs_slug: the index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013458cdb6f47b48, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop uq_jobs_slug of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_slug";

-- Drop column jobs.slug.
ALTER TABLE "jobs" DROP COLUMN "slug";
