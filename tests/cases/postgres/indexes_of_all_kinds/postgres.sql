-- file: 0002.the_change.sql
-- 0002.the_change
-- Add index jobs.ix_partial.
--
-- Changes:
--   add index jobs.ix_partial (on name where n IS NULL)  [schema/jobs.yaml:9]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a8b06731103a1f, after 01198d671daeb29c.
-- transactional: false
-- depends: 0001.before

-- Add index ix_partial on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_partial" ON "jobs" ("name") WHERE n IS NULL;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.ux_lower.
--
-- Changes:
--   add index jobs.ux_lower (unique on lower(name))  [schema/jobs.yaml:10]
-- Risks:
--   MF101 may-fail-on-data jobs.ux_lower: fails if two rows agree in what ux_lower covers (0 of 3 rows share their
--   value with another)
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01198d671daeb29c, after 0155d033fd61904b.
-- transactional: false
-- depends: 0002.the_change

-- Add index ux_lower on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "ux_lower" ON "jobs" ((lower(name)));

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Add index jobs.ix_include.
--
-- Changes:
--   add index jobs.ix_include (on n)  [schema/jobs.yaml:11]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0155d033fd61904b, after 0103c0b69c908963.
-- transactional: false
-- depends: 0003.the_change_2

-- Add index ix_include on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_include" ON "jobs" ("n") INCLUDE ("name");

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Add index jobs.ix_pattern.
--
-- Changes:
--   add index jobs.ix_pattern (on name)  [schema/jobs.yaml:12]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0103c0b69c908963, after 0184edbb5eaf9fde.
-- transactional: false
-- depends: 0004.the_change_3

-- Add index ix_pattern on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_pattern" ON "jobs" ("name" text_pattern_ops);

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Add index jobs.ix_nulls.
--
-- Changes:
--   add index jobs.ix_nulls (on n desc, name)  [schema/jobs.yaml:13]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0184edbb5eaf9fde, after 0152b0edc682124b.
-- transactional: false
-- depends: 0005.the_change_4

-- Add index ix_nulls on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_nulls" ON "jobs" ("n" DESC NULLS LAST, "name");

-- file: 0007.the_change_6.sql
-- 0007.the_change_6
-- Add index jobs.ix_gin.
--
-- Changes:
--   add index jobs.ix_gin (on tags)  [schema/jobs.yaml:14]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0152b0edc682124b, after 018925afcc441ac8.
-- transactional: false
-- depends: 0006.the_change_5

-- Add index ix_gin on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_gin" ON "jobs" USING gin ("tags");

-- file: 0008.the_change_7.sql
-- 0008.the_change_7
-- Add index jobs.ix_filled.
--
-- Changes:
--   add index jobs.ix_filled (on n)  [schema/jobs.yaml:15]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 6 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018925afcc441ac8, after 01593b077a70805c.
-- transactional: false
-- depends: 0007.the_change_6

-- Add index ix_filled on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_filled" ON "jobs" ("n") WITH (fillfactor=70);
