-- file: 0002.the_change.sql
-- 0002.the_change
-- Add index tags._qsys_for_tags_pkey.
--
-- Changes:
--   add index tags._qsys_for_tags_pkey (unique on job, tag)  [schema/tags.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes tags meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016d8b787cbc58e9, after 0158512586f7eaf7.
-- transactional: false
-- depends: 0001.before

-- Add index _qsys_for_tags_pkey on tags while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "_qsys_for_tags_pkey" ON "tags" ("job", "tag");

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change tags: 3 changes.
--
-- Changes:
--   drop primary key tags.primary_key (job)
--   drop index tags._qsys_for_tags_pkey (unique on job, tag)  [schema/tags.yaml:6]
--   add primary key tags.primary_key (job, tag)  [schema/tags.yaml:6]
-- Risks:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, tag, or one is NULL (0 of 2 rows share
--   their value with another)
-- Rolling back:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, or one is NULL
--   PG104 blocks-reads-and-writes tags.primary_key: the key's index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0158512586f7eaf7, after 01c97c5fcd0f9316.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- tags_pkey of tags, made of the index that was built before.
ALTER TABLE "tags" DROP CONSTRAINT "tags_pkey", ADD CONSTRAINT "tags_pkey" PRIMARY KEY USING INDEX "_qsys_for_tags_pkey";
