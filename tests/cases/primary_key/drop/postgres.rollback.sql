-- Takes back 0002.the_change
-- Drop primary key tags.primary_key.
--
-- Changes taken back:
--   drop primary key tags.primary_key (job, tag)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, tag, or one is NULL
--   PG104 blocks-reads-and-writes tags.primary_key: the key's index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add tags_pkey to tags.
ALTER TABLE "tags" ADD PRIMARY KEY ("job", "tag");
