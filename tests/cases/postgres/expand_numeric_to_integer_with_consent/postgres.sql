-- file: 0002.the_change.sql
-- 0002.the_change
-- Add function "_qsys_new_jobs_n"().
-- Change jobs: 3 changes.
--
-- Changes:
--   add function "_qsys_new_jobs_n"()
--   add column jobs._qsys_new_n (bigint, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_n ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint)  [schema/jobs.yaml:4]
--   add trigger jobs._qsys_new_n
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
--   2 of 3 sampled values of jobs.n change
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0181c29821051f0d, after 0134207a67acf6e8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_n"().
CREATE FUNCTION "_qsys_new_jobs_n"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_n" := NEW."n";
    RETURN NEW;
END
$_qsys_new$;

-- Nothing may be lost with jobs.n.
DO $_qsys_look$
DECLARE
    _qsys_found text;
BEGIN
    SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO _qsys_found
    FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND d.objsubid = 0
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = '"jobs"'::regclass
        AND a.attname = 'n' AND d.classid NOT IN ('pg_constraint'::regclass, 'pg_attrdef'::regclass)
        AND c.relkind IS DISTINCT FROM 'i';
    IF _qsys_found IS NOT NULL THEN
        RAISE EXCEPTION '% is used by %, which would be in the way', 'jobs.n', _qsys_found;
    END IF;
END
$_qsys_look$;

-- Every value of jobs.n has to fit bigint: it is looked at before anything is locked.
SELECT count("n"::bigint) FROM "jobs";

-- What jobs.n is to become.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_n" bigint;

-- Add _qsys_same_n to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_n" CHECK ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint) NOT VALID;

-- Add trigger _qsys_new_n on jobs.
CREATE TRIGGER "_qsys_new_n" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_n"();

-- When _qsys_new_n fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_n";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change column jobs._qsys_new_n.
--
-- Changes:
--   change column jobs._qsys_new_n (rows without a value get one)  [schema/jobs.yaml:4]
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
--   2 of 3 sampled values of jobs.n change
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0134207a67acf6e8, after 0134207a67acf6e8.
-- transactional: false
-- depends: 0002.the_change

-- Fill jobs._qsys_new_n, some pages at a time, which are committed. It may be run again.
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
            UPDATE "jobs" SET "_qsys_new_n" = "n" WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_n" IS NULL AND ("n") IS NOT NULL
                FOR NO KEY UPDATE SKIP LOCKED
            ));
            IF EXISTS (
                SELECT FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_n" IS NULL AND ("n") IS NOT NULL
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
-- Validate check jobs._qsys_same_n.
--
-- Changes:
--   validate check jobs._qsys_same_n  [schema/jobs.yaml:4]
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
--   2 of 3 sampled values of jobs.n change
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0134207a67acf6e8, after 011cb928540cdaa4.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits _qsys_same_n.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_same_n";

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Change jobs: 4 changes.
-- Drop function "_qsys_new_jobs_n"().
--
-- Changes:
--   drop trigger jobs._qsys_new_n
--   drop check jobs._qsys_same_n ("_qsys_new_n" IS NOT DISTINCT FROM "n"::bigint)  [schema/jobs.yaml:4]
--   drop column jobs._qsys_new_n (bigint, nullable)  [schema/jobs.yaml:4]
--   change column jobs.n (numeric(10,2) to bigint)  [schema/jobs.yaml:4]
--   drop function "_qsys_new_jobs_n"()
-- Risks:
--   PG321 breaks-clients jobs.n: it becomes the last column of jobs, so code that counts columns (SELECT *, INSERT
--   without their names) finds them in another order; what does not fit bigint is refused from the first of these
--   migrations on
--   PG320 loses-data jobs.n: numeric(10,2) to bigint changes values that look otherwise in the new type
-- Rolling back:
--   PG301 rewrites-table jobs.n: bigint to numeric(10,2) writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   2 of 3 sampled values of jobs.n change
--   together with the 3 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 011cb928540cdaa4, after 0160ed1753896f26.
-- depends: 0004.the_change_3

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Nobody uses jobs from here on; none of it takes long.
LOCK TABLE "jobs" IN ACCESS EXCLUSIVE MODE;

-- It is known of every row that both columns hold the same.
DO $_qsys_look$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = '"jobs"'::regclass AND conname = '_qsys_same_n' AND convalidated) THEN RAISE EXCEPTION 'constraint % is not validated', '_qsys_same_n'; END IF; END $_qsys_look$;

-- Drop trigger _qsys_new_n of jobs.
DROP TRIGGER "_qsys_new_n" ON "jobs";

-- Drop _qsys_same_n of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_n";

-- jobs.n as it was.
ALTER TABLE "jobs" DROP COLUMN "n";

-- jobs.n is bigint from now on.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_new_n" TO "n";

-- Drop function "_qsys_new_jobs_n"().
DROP ROUTINE "_qsys_new_jobs_n"();
