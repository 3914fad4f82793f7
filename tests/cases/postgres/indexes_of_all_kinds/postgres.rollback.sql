-- file: 0008.the_change_7.rollback.sql
-- Takes back 0008.the_change_7
-- Add index jobs.ix_filled.
--
-- Changes taken back:
--   add index jobs.ix_filled (on n)  [schema/jobs.yaml:15]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_filled of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_filled";

-- file: 0007.the_change_6.rollback.sql
-- Takes back 0007.the_change_6
-- Add index jobs.ix_gin.
--
-- Changes taken back:
--   add index jobs.ix_gin (on tags)  [schema/jobs.yaml:14]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_gin of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_gin";

-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Add index jobs.ix_nulls.
--
-- Changes taken back:
--   add index jobs.ix_nulls (on n desc, name)  [schema/jobs.yaml:13]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_nulls of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_nulls";

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Add index jobs.ix_pattern.
--
-- Changes taken back:
--   add index jobs.ix_pattern (on name)  [schema/jobs.yaml:12]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_pattern of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_pattern";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Add index jobs.ix_include.
--
-- Changes taken back:
--   add index jobs.ix_include (on n)  [schema/jobs.yaml:11]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_include of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_include";

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs.ux_lower.
--
-- Changes taken back:
--   add index jobs.ux_lower (unique on lower(name))  [schema/jobs.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ux_lower of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ux_lower";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index jobs.ix_partial.
--
-- Changes taken back:
--   add index jobs.ix_partial (on name where n IS NULL)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_partial of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_partial";
