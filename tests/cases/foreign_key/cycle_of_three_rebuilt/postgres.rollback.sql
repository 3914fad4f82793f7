-- Takes back 0002.the_change
-- Change column a.n.
-- Change column b.n.
-- Change column c.n.
--
-- Changes taken back:
--   change column a.n (bigint to text)  [schema/a.yaml:5]
--   change column b.n (bigint to text)  [schema/b.yaml:5]
--   change column c.n (bigint to text)  [schema/c.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table a.n: text to bigint writes every row and index anew while nobody can read or write
--   PG301 rewrites-table b.n: text to bigint writes every row and index anew while nobody can read or write
--   PG301 rewrites-table c.n: text to bigint writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- a.n from text to bigint.
ALTER TABLE "a" ALTER COLUMN "n" TYPE bigint USING "n"::bigint;

-- b.n from text to bigint.
ALTER TABLE "b" ALTER COLUMN "n" TYPE bigint USING "n"::bigint;

-- c.n from text to bigint.
ALTER TABLE "c" ALTER COLUMN "n" TYPE bigint USING "n"::bigint;
