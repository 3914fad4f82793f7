-- file: 0002.the_change.sql
-- 0002.the_change
-- Add index tags.tags_pkey.
--
-- Changes:
--   add index tags.tags_pkey (unique on job, tag)  [schema/tags.yaml:5]
-- Risks:
--   MF101 may-fail-on-data tags.tags_pkey: fails if two rows agree in what tags_pkey covers
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes tags meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d0d83f6ed25dcd, after 01dd7ab00ee82721.
-- transactional: false
-- depends: 0001.before

-- Add index tags_pkey on tags while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "tags_pkey" ON "tags" ("job", "tag");

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change tags: 2 changes.
--
-- Changes:
--   drop index tags.tags_pkey (unique on job, tag)  [schema/tags.yaml:5]
--   add primary key tags.primary_key (job, tag)  [schema/tags.yaml:5]
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, tag, or one is NULL (0 of 3 rows share
--   their value with another)
-- Rolling back:
--   CD103 may-fail-on-data tags.primary_key: equal rows may be written, and then it cannot come back
--   MF101 may-fail-on-data tags.tags_pkey: fails if two rows agree in what tags_pkey covers
--   PG101 blocks-writes tags.tags_pkey: the index is built while writers wait
-- Locks:
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01dd7ab00ee82721, after 01d13be0640a178c.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- tags_pkey of tags, made of the index that was built before.
ALTER TABLE "tags" ADD CONSTRAINT "tags_pkey" PRIMARY KEY USING INDEX "tags_pkey";
