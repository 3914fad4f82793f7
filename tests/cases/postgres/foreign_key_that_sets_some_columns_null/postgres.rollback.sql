-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate foreign key jobs.fk_jobs_tenant_team_id.
--
-- Changes taken back:
--   validate foreign key jobs.fk_jobs_tenant_team_id  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_jobs_tenant_team_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_tenant_team_id", ADD CONSTRAINT "fk_jobs_tenant_team_id" FOREIGN KEY ("tenant", "team_id") REFERENCES "teams" ("tenant", "id") ON DELETE SET NULL ("team_id") NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add foreign key jobs.fk_jobs_tenant_team_id.
--
-- Changes taken back:
--   add foreign key jobs.fk_jobs_tenant_team_id (tenant, team_id to teams(tenant, id), on delete set null, not valid
--   true, set columns ["team_id"])  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD101 may-fail-on-data jobs.fk_jobs_tenant_team_id: rows that it forbids may be written, and then it cannot come
--   back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_jobs_tenant_team_id of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_tenant_team_id";
