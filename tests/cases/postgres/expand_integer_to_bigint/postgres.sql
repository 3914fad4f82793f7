-- file: 0002.the_change.sql
-- 0002.the_change
-- Add function "_qsys_new_jobs_amount"().
-- Change jobs: 5 changes.
--
-- Changes:
--   add function "_qsys_new_jobs_amount"()
--   add column jobs._qsys_new_amount (bigint, nullable)  [schema/jobs.yaml:5]
--   add check jobs._qsys_same_amount ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint)  [schema/jobs.yaml:5]
--   add check jobs._qsys_new_ck_jobs_amount ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000)))
--   add check jobs._qsys_not_null__qsys_new_amount ("_qsys_new_amount" IS NOT NULL)  [schema/jobs.yaml:5]
--   add trigger jobs._qsys_new_amount
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS SHARE on jobs while rows are looked at: everybody reads and writes
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b2982ded1fd674, after 01824619aeaa70c3.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_amount"().
CREATE FUNCTION "_qsys_new_jobs_amount"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_amount" := NEW."amount";
    RETURN NEW;
END
$_qsys_new$;

-- Nothing may be lost with jobs.amount.
DO $_qsys_look$
DECLARE
    _qsys_found text;
BEGIN
    SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO _qsys_found
    FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND d.objsubid = 0
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = '"jobs"'::regclass
        AND a.attname = 'amount' AND d.classid NOT IN ('pg_constraint'::regclass, 'pg_attrdef'::regclass)
        AND c.relkind IS DISTINCT FROM 'i';
    IF _qsys_found IS NOT NULL THEN
        RAISE EXCEPTION '% is used by %, which would be in the way', 'jobs.amount', _qsys_found;
    END IF;
END
$_qsys_look$;

-- Every value of jobs.amount has to fit bigint: it is looked at before anything is locked.
SELECT count("amount"::bigint) FROM "jobs";

-- What jobs.amount is to become.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_amount" bigint;

-- Add _qsys_new_ck_jobs_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_new_ck_jobs_amount" CHECK ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000))) NOT VALID;

-- Add _qsys_not_null__qsys_new_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null__qsys_new_amount" CHECK ("_qsys_new_amount" IS NOT NULL) NOT VALID;

-- Add _qsys_same_amount to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_amount" CHECK ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint) NOT VALID;

-- Add trigger _qsys_new_amount on jobs.
CREATE TRIGGER "_qsys_new_amount" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_amount"();

-- When _qsys_new_amount fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_amount";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change column jobs._qsys_new_amount.
--
-- Changes:
--   change column jobs._qsys_new_amount (rows without a value get one)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; a thousand rows or so of jobs at a time
--   rows that others have locked are passed over until they are free, so nobody waits in a circle
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01824619aeaa70c3, after 01824619aeaa70c3.
-- transactional: false
-- depends: 0002.the_change

-- Fill jobs._qsys_new_amount, some pages at a time, which are committed. It may be run again.
DO $_qsys_fill$
DECLARE
    _qsys_size constant bigint := current_setting('block_size');
    _qsys_todo bigint[];
    _qsys_late bigint[];
    _qsys_block bigint;
    _qsys_places tid[];
BEGIN
    _qsys_todo := ARRAY(SELECT generate_series(0, pg_relation_size('"jobs"') / _qsys_size, 8));
    WHILE cardinality(_qsys_todo) > 0 LOOP
        _qsys_late := ARRAY[]::bigint[];
        FOREACH _qsys_block IN ARRAY _qsys_todo LOOP
            _qsys_places := ARRAY(
                SELECT ('(' || b || ',' || i || ')')::tid
                FROM generate_series(_qsys_block, _qsys_block + 8 - 1) AS b,
                    generate_series(1, _qsys_size / 28) AS i
            );
            UPDATE "jobs" SET "_qsys_new_amount" = "amount" WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_amount" IS NULL AND ("amount") IS NOT NULL
                FOR NO KEY UPDATE SKIP LOCKED
            ));
            IF EXISTS (
                SELECT FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_amount" IS NULL AND ("amount") IS NOT NULL
            ) THEN
                _qsys_late := _qsys_late || _qsys_block;
            END IF;
            COMMIT;
        END LOOP;
        _qsys_todo := _qsys_late;
        IF cardinality(_qsys_todo) > 0 THEN
            PERFORM pg_sleep(0.2);
            COMMIT;
        END IF;
    END LOOP;
END
$_qsys_fill$;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Add index jobs._qsys_new_uq_jobs_amount_name.
--
-- Changes:
--   add index jobs._qsys_new_uq_jobs_amount_name (unique on _qsys_new_amount, name)
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
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01824619aeaa70c3, after 01296f2c3974037f.
-- transactional: false
-- depends: 0003.the_change_2

-- Add index _qsys_new_uq_jobs_amount_name on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "_qsys_new_uq_jobs_amount_name" ON "jobs" ("_qsys_new_amount", "name");

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Add index jobs._qsys_new_ix_jobs_name_amount.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_name_amount (on name, _qsys_new_amount)
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
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01296f2c3974037f, after 0130bfc5943b936c.
-- transactional: false
-- depends: 0004.the_change_3

-- Add index _qsys_new_ix_jobs_name_amount on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_new_ix_jobs_name_amount" ON "jobs" ("name", "_qsys_new_amount");

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Add index jobs._qsys_new_ix_jobs_name.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_name (on name where ("_qsys_new_amount" > 3))
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
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0130bfc5943b936c, after 011e1b5a12e30626.
-- transactional: false
-- depends: 0005.the_change_4

-- Add index _qsys_new_ix_jobs_name on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_new_ix_jobs_name" ON "jobs" ("name") WHERE ("_qsys_new_amount" > 3);

-- file: 0007.the_change_6.sql
-- 0007.the_change_6
-- Add index jobs._qsys_new_ix_jobs_amount.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_amount (on abs("_qsys_new_amount"))
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
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 011e1b5a12e30626, after 014294e16ab6d680.
-- transactional: false
-- depends: 0006.the_change_5

-- Add index _qsys_new_ix_jobs_amount on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_new_ix_jobs_amount" ON "jobs" ((abs("_qsys_new_amount")));

-- file: 0008.the_change_7.sql
-- 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes:
--   validate check jobs._qsys_same_amount  [schema/jobs.yaml:5]
--   validate check jobs._qsys_new_ck_jobs_amount
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 014294e16ab6d680, after 01561b3e28a23d52.
-- depends: 0007.the_change_6

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits _qsys_new_ck_jobs_amount.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_new_ck_jobs_amount";

-- Look whether every row of jobs fits _qsys_same_amount.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_same_amount";

-- file: 0009.the_change_8.sql
-- 0009.the_change_8
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null__qsys_new_amount ("_qsys_new_amount" IS NOT NULL)  [schema/jobs.yaml:5]
--   change column jobs._qsys_new_amount (nullable to not null)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01561b3e28a23d52, after 01eafc4ce43e4265.
-- depends: 0008.the_change_7

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look for NULL in jobs._qsys_new_amount while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null__qsys_new_amount";

-- jobs._qsys_new_amount is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_amount" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null__qsys_new_amount";

-- file: 0010.the_change_9.sql
-- 0010.the_change_9
-- Change jobs: 9 changes.
-- Drop function "_qsys_new_jobs_amount"().
--
-- Changes:
--   drop trigger jobs._qsys_new_amount
--   drop check jobs._qsys_same_amount ("_qsys_new_amount" IS NOT DISTINCT FROM "amount"::bigint)  [schema/jobs.yaml:5]
--   drop check jobs._qsys_new_ck_jobs_amount ((("_qsys_new_amount" >= 0) AND ("_qsys_new_amount" <= 1000000)))
--   drop index jobs._qsys_new_uq_jobs_amount_name (unique on _qsys_new_amount, name)
--   drop index jobs._qsys_new_ix_jobs_name_amount (on name, _qsys_new_amount)
--   drop index jobs._qsys_new_ix_jobs_name (on name where ("_qsys_new_amount" > 3))
--   drop index jobs._qsys_new_ix_jobs_amount (on abs("_qsys_new_amount"))
--   drop column jobs._qsys_new_amount (bigint, not null)  [schema/jobs.yaml:5]
--   change column jobs.amount (integer to bigint; default 5 to default 6)  [schema/jobs.yaml:5]
--   drop function "_qsys_new_jobs_amount"()
-- Risks:
--   PG321 breaks-clients jobs.amount: it becomes the last column of jobs, so code that counts columns (SELECT *, INSERT
--   without their names) finds them in another order
-- Rolling back:
--   PG301 rewrites-table jobs.amount: bigint to integer writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 8 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01eafc4ce43e4265, after 01c6103e92cf2a70.
-- depends: 0009.the_change_8

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Nobody uses jobs from here on; none of it takes long.
LOCK TABLE "jobs" IN ACCESS EXCLUSIVE MODE;

-- It is known of every row that both columns hold the same.
DO $_qsys_look$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = '"jobs"'::regclass AND conname = '_qsys_same_amount' AND convalidated) THEN RAISE EXCEPTION 'constraint % is not validated', '_qsys_same_amount'; END IF; END $_qsys_look$;

-- Drop trigger _qsys_new_amount of jobs.
DROP TRIGGER "_qsys_new_amount" ON "jobs";

-- Drop uq_jobs_amount_name of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_amount_name";

-- Drop index ix_jobs_amount of jobs.
DROP INDEX "ix_jobs_amount";

-- Drop index ix_jobs_name of jobs.
DROP INDEX "ix_jobs_name";

-- Drop index ix_jobs_name_amount of jobs.
DROP INDEX "ix_jobs_name_amount";

-- Drop ck_jobs_amount of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_amount";

-- Drop _qsys_same_amount of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_amount";

-- jobs.amount as it was.
ALTER TABLE "jobs" DROP COLUMN "amount";

-- jobs.amount is bigint from now on.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_new_amount" TO "amount";

-- The default of jobs.amount.
ALTER TABLE "jobs" ALTER COLUMN "amount" SET DEFAULT 6;

-- What jobs.amount is.
COMMENT ON COLUMN "jobs"."amount" IS 'How many there are.';

-- uq_jobs_amount_name of jobs, made of the index that was built before.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_jobs_amount_name" UNIQUE USING INDEX "_qsys_new_uq_jobs_amount_name";

-- Index ix_jobs_name_amount of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_name_amount" RENAME TO "ix_jobs_name_amount";

-- Index ix_jobs_name of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_name" RENAME TO "ix_jobs_name";

-- Index ix_jobs_amount of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_amount" RENAME TO "ix_jobs_amount";

-- Check ck_jobs_amount of jobs is about it.
ALTER TABLE "jobs" RENAME CONSTRAINT "_qsys_new_ck_jobs_amount" TO "ck_jobs_amount";

-- Drop function "_qsys_new_jobs_amount"().
DROP ROUTINE "_qsys_new_jobs_amount"();
