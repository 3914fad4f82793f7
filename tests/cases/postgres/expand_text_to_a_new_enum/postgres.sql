-- file: 0002.the_change.sql
-- 0002.the_change
-- Add enum mood.
--
-- Changes:
--   add enum mood (sad, glad)  [schema/jobs.yaml:4]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 014d3ae7ec7eb81a, after 0195f90210fe78a0.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create enum mood.
CREATE TYPE "mood" AS ENUM ('sad', 'glad');

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add function "_qsys_new_jobs_mood"().
-- Change jobs: 3 changes.
--
-- Changes:
--   add function "_qsys_new_jobs_mood"()
--   add column jobs._qsys_new_mood (mood, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_mood ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood)  [schema/jobs.yaml:4]
--   add trigger jobs._qsys_new_mood
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
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0195f90210fe78a0, after 0198b7f4e9f30a92.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function "_qsys_new_jobs_mood"().
CREATE FUNCTION "_qsys_new_jobs_mood"() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$
BEGIN
    NEW."_qsys_new_mood" := NEW."mood"::text;
    RETURN NEW;
END
$_qsys_new$;

-- Nothing may be lost with jobs.mood.
DO $_qsys_look$
DECLARE
    _qsys_found text;
BEGIN
    SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO _qsys_found
    FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND d.objsubid = 0
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = '"jobs"'::regclass
        AND a.attname = 'mood' AND d.classid NOT IN ('pg_constraint'::regclass, 'pg_attrdef'::regclass)
        AND c.relkind IS DISTINCT FROM 'i';
    IF _qsys_found IS NOT NULL THEN
        RAISE EXCEPTION '% is used by %, which would be in the way', 'jobs.mood', _qsys_found;
    END IF;
END
$_qsys_look$;

-- Every value of jobs.mood has to fit mood: it is looked at before anything is locked.
SELECT count("mood"::text::mood) FROM "jobs";

-- What jobs.mood is to become.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_mood" mood;

-- Add _qsys_same_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood) NOT VALID;

-- Add trigger _qsys_new_mood on jobs.
CREATE TRIGGER "_qsys_new_mood" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_mood"();

-- When _qsys_new_mood fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_mood";

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change column jobs._qsys_new_mood.
--
-- Changes:
--   change column jobs._qsys_new_mood (rows without a value get one)  [schema/jobs.yaml:4]
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
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0198b7f4e9f30a92, after 0198b7f4e9f30a92.
-- transactional: false
-- depends: 0003.the_change_2

-- Fill jobs._qsys_new_mood, some pages at a time, which are committed. It may be run again.
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
            UPDATE "jobs" SET "_qsys_new_mood" = "mood"::text::mood WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_mood" IS NULL AND ("mood"::text::mood) IS NOT NULL
                FOR NO KEY UPDATE SKIP LOCKED
            ));
            IF EXISTS (
                SELECT FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_mood" IS NULL AND ("mood"::text::mood) IS NOT NULL
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

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Add index jobs._qsys_new_ix_jobs_mood.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_mood (on _qsys_new_mood where "_qsys_new_mood" = 'glad')  [schema/jobs.yaml:6]
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
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0198b7f4e9f30a92, after 01fe9adbe0b212be.
-- transactional: false
-- depends: 0004.the_change_3

-- Add index _qsys_new_ix_jobs_mood on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_new_ix_jobs_mood" ON "jobs" ("_qsys_new_mood") WHERE "_qsys_new_mood" = 'glad';

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Validate check jobs._qsys_same_mood.
--
-- Changes:
--   validate check jobs._qsys_same_mood  [schema/jobs.yaml:4]
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
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01fe9adbe0b212be, after 01b9f843fea832cf.
-- depends: 0005.the_change_4

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits _qsys_same_mood.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_same_mood";

-- file: 0007.the_change_6.sql
-- 0007.the_change_6
-- Change jobs: 7 changes.
-- Drop function "_qsys_new_jobs_mood"().
--
-- Changes:
--   drop trigger jobs._qsys_new_mood
--   drop index jobs.ix_jobs_mood (on mood where (mood = 'glad'::text))
--   drop check jobs._qsys_same_mood ("_qsys_new_mood" IS NOT DISTINCT FROM "mood"::text::mood)  [schema/jobs.yaml:4]
--   drop index jobs._qsys_new_ix_jobs_mood (on _qsys_new_mood where "_qsys_new_mood" = 'glad')  [schema/jobs.yaml:6]
--   drop column jobs._qsys_new_mood (mood, nullable)  [schema/jobs.yaml:4]
--   change column jobs.mood (text to mood; default 'sad'::text to default 'sad')  [schema/jobs.yaml:4]
--   add index jobs.ix_jobs_mood (on mood where mood = 'glad')  [schema/jobs.yaml:6]
--   drop function "_qsys_new_jobs_mood"()
-- Risks:
--   PG321 breaks-clients jobs.mood: it becomes the last column of jobs, so code that counts columns (SELECT *, INSERT
--   without their names) finds them in another order; what does not fit mood is refused from the first of these
--   migrations on
-- Rolling back:
--   PG301 rewrites-table jobs.mood: mood to text writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 5 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b9f843fea832cf, after 0190a996ccbe695e.
-- depends: 0006.the_change_5

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Nobody uses jobs from here on; none of it takes long.
LOCK TABLE "jobs" IN ACCESS EXCLUSIVE MODE;

-- It is known of every row that both columns hold the same.
DO $_qsys_look$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = '"jobs"'::regclass AND conname = '_qsys_same_mood' AND convalidated) THEN RAISE EXCEPTION 'constraint % is not validated', '_qsys_same_mood'; END IF; END $_qsys_look$;

-- Drop trigger _qsys_new_mood of jobs.
DROP TRIGGER "_qsys_new_mood" ON "jobs";

-- Drop index ix_jobs_mood of jobs.
DROP INDEX "ix_jobs_mood";

-- Drop _qsys_same_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood";

-- jobs.mood as it was.
ALTER TABLE "jobs" DROP COLUMN "mood";

-- jobs.mood is mood from now on.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_new_mood" TO "mood";

-- The default of jobs.mood.
ALTER TABLE "jobs" ALTER COLUMN "mood" SET DEFAULT 'sad';

-- Index ix_jobs_mood of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_mood" RENAME TO "ix_jobs_mood";

-- Drop function "_qsys_new_jobs_mood"().
DROP ROUTINE "_qsys_new_jobs_mood"();
