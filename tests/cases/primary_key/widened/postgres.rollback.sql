-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change tags: 3 changes.
--
-- Changes taken back:
--   drop primary key tags.primary_key (job)
--   drop index tags._qsys_for_tags_pkey (unique on job, tag)  [schema/tags.yaml:6]
--   add primary key tags.primary_key (job, tag)  [schema/tags.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, or one is NULL
--   PG104 blocks-reads-and-writes tags.primary_key: the key's index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add tags_pkey to tags.
ALTER TABLE "tags" DROP CONSTRAINT "tags_pkey", ADD PRIMARY KEY ("job");

-- Add index _qsys_for_tags_pkey on tags.
CREATE UNIQUE INDEX "_qsys_for_tags_pkey" ON "tags" ("job", "tag");

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index tags._qsys_for_tags_pkey.
--
-- Changes taken back:
--   add index tags._qsys_for_tags_pkey (unique on job, tag)  [schema/tags.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_for_tags_pkey of tags once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_for_tags_pkey";
