-- 0002.the_change
-- Drop primary key tags.primary_key.
--
-- Changes:
--   drop primary key tags.primary_key (job, tag)
-- Risks:
--   CD103 may-fail-on-data tags.primary_key: equal rows may be written, and then it cannot come back
-- Rolling back:
--   MF107 may-fail-on-data tags.primary_key: fails if two rows agree in job, tag, or one is NULL
--   PG104 blocks-reads-and-writes tags.primary_key: the key's index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d13be0640a178c, after 01d0d83f6ed25dcd.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop tags_pkey of tags.
ALTER TABLE "tags" DROP CONSTRAINT "tags_pkey";
