-- 0002.the_change
-- Change column a.n.
-- Change column b.n.
-- Change column c.n.
--
-- Changes:
--   change column a.n (bigint to text)  [schema/a.yaml:5]
--   change column b.n (bigint to text)  [schema/b.yaml:5]
--   change column c.n (bigint to text)  [schema/c.yaml:5]
-- Risks:
--   PG301 rewrites-table a.n: bigint to text writes every row and index anew while nobody can read or write (about 1
--   rows: 24 kB; --expand a.n splits it)
--   PG301 rewrites-table b.n: bigint to text writes every row and index anew while nobody can read or write (about 1
--   rows: 24 kB; --expand b.n splits it)
--   PG301 rewrites-table c.n: bigint to text writes every row and index anew while nobody can read or write (about 1
--   rows: 24 kB; --expand c.n splits it)
-- Rolling back:
--   PG301 rewrites-table a.n: text to bigint writes every row and index anew while nobody can read or write
--   PG301 rewrites-table b.n: text to bigint writes every row and index anew while nobody can read or write
--   PG301 rewrites-table c.n: text to bigint writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on a, b, c as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: a 1 sampled rows, b 1 sampled rows, c 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0154927336d25e7c, after 010552478e25806e.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- a.n from bigint to text.
ALTER TABLE "a" ALTER COLUMN "n" TYPE text USING "n"::text;

-- b.n from bigint to text.
ALTER TABLE "b" ALTER COLUMN "n" TYPE text USING "n"::text;

-- c.n from bigint to text.
ALTER TABLE "c" ALTER COLUMN "n" TYPE text USING "n"::text;
