-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change tags: 2 changes.
--
-- Changes taken back:
--   drop index tags.tags_pkey (unique on job, tag)  [schema/tags.yaml:5]
--   add primary key tags.primary_key (job, tag)  [schema/tags.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD103 may-fail-on-data tags.primary_key: equal rows may be written, and then it cannot come back
--   MF101 may-fail-on-data tags.tags_pkey: fails if two rows agree in what tags_pkey covers
--   PG101 blocks-writes tags.tags_pkey: the index is built while writers wait
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- tags_pkey becomes an index again.
ALTER TABLE "tags" DROP CONSTRAINT "tags_pkey";

-- Add index tags_pkey on tags.
CREATE UNIQUE INDEX "tags_pkey" ON "tags" ("job", "tag");

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index tags.tags_pkey.
--
-- Changes taken back:
--   add index tags.tags_pkey (unique on job, tag)  [schema/tags.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index tags_pkey of tags once nobody uses it any more.
DROP INDEX CONCURRENTLY "tags_pkey";
