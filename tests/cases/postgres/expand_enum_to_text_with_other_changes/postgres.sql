-- file: 0002.the_change.sql
-- 0002.the_change
-- Add column jobs.region.
--
-- Changes:
--   add column jobs.region (text, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.region: the values of jobs.region are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 012d26b1313aa476, after 018084890c13dfba.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.region.
ALTER TABLE "jobs" ADD COLUMN "region" text;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.ix_jobs_owner.
--
-- Changes:
--   add index jobs.ix_jobs_owner (on owner)  [schema/jobs.yaml:11]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 018084890c13dfba, after 01fe7e43ff76afe2.
-- transactional: false
-- depends: 0002.the_change

-- Add index ix_jobs_owner on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_jobs_owner" ON "jobs" ("owner");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Add function "_qsys_new_jobs_mood"().
-- Change jobs: 5 changes.
--
-- Changes:
--   add function "_qsys_new_jobs_mood"()
--   add column jobs._qsys_new_mood (text, nullable)  [schema/jobs.yaml:4]
--   add check jobs._qsys_same_mood ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE "C")
--   [schema/jobs.yaml:4]
--   add check jobs._qsys_new_ck_jobs_mood ("_qsys_new_mood" IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   add check jobs._qsys_not_null__qsys_new_mood ("_qsys_new_mood" IS NOT NULL)  [schema/jobs.yaml:4]
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01fe7e43ff76afe2, after 01e9f6ce5e0a6e77.
-- depends: 0003.the_change_2

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

-- Every value of jobs.mood has to fit text: it is looked at before anything is locked.
SELECT count("mood"::text::text) FROM "jobs";

-- What jobs.mood is to become.
ALTER TABLE "jobs" ADD COLUMN "_qsys_new_mood" text;

-- Add _qsys_new_ck_jobs_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_new_ck_jobs_mood" CHECK ("_qsys_new_mood" IN ('sad', 'glad')) NOT VALID;

-- Add _qsys_not_null__qsys_new_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null__qsys_new_mood" CHECK ("_qsys_new_mood" IS NOT NULL) NOT VALID;

-- Add _qsys_same_mood to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_same_mood" CHECK ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE "C") NOT VALID;

-- Add trigger _qsys_new_mood on jobs.
CREATE TRIGGER "_qsys_new_mood" BEFORE INSERT OR UPDATE ON "jobs" FOR EACH ROW EXECUTE FUNCTION "_qsys_new_jobs_mood"();

-- When _qsys_new_mood fires: enable always.
ALTER TABLE "jobs" ENABLE ALWAYS TRIGGER "_qsys_new_mood";

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e9f6ce5e0a6e77, after 01e9f6ce5e0a6e77.
-- transactional: false
-- depends: 0004.the_change_3

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
            UPDATE "jobs" SET "_qsys_new_mood" = "mood"::text::text WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_mood" IS NULL AND ("mood"::text::text) IS NOT NULL
                FOR NO KEY UPDATE SKIP LOCKED
            ));
            IF EXISTS (
                SELECT FROM "jobs"
                WHERE ctid = ANY (_qsys_places) AND "_qsys_new_mood" IS NULL AND ("mood"::text::text) IS NOT NULL
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

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Add index jobs._qsys_new_ix_jobs_mood_id.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_mood_id (unique on _qsys_new_mood, id)  [schema/jobs.yaml:8]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01e9f6ce5e0a6e77, after 012894a4d0d656d7.
-- transactional: false
-- depends: 0005.the_change_4

-- Add index _qsys_new_ix_jobs_mood_id on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "_qsys_new_ix_jobs_mood_id" ON "jobs" ("_qsys_new_mood", "id");

-- file: 0007.the_change_6.sql
-- 0007.the_change_6
-- Add index jobs._qsys_new_ix_jobs_region_mood.
--
-- Changes:
--   add index jobs._qsys_new_ix_jobs_region_mood (on region, _qsys_new_mood)  [schema/jobs.yaml:10]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 012894a4d0d656d7, after 017d6a91d8b3a00f.
-- transactional: false
-- depends: 0006.the_change_5

-- Add index _qsys_new_ix_jobs_region_mood on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_new_ix_jobs_region_mood" ON "jobs" ("region", "_qsys_new_mood");

-- file: 0008.the_change_7.sql
-- 0008.the_change_7
-- Change jobs: 2 changes.
--
-- Changes:
--   validate check jobs._qsys_same_mood  [schema/jobs.yaml:4]
--   validate check jobs._qsys_new_ck_jobs_mood  [schema/jobs.yaml:13]
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017d6a91d8b3a00f, after 01f1bba87117b08f.
-- depends: 0007.the_change_6

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits _qsys_new_ck_jobs_mood.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_new_ck_jobs_mood";

-- Look whether every row of jobs fits _qsys_same_mood.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_same_mood";

-- file: 0009.the_change_8.sql
-- 0009.the_change_8
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs._qsys_not_null__qsys_new_mood ("_qsys_new_mood" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs._qsys_new_mood (nullable to not null)  [schema/jobs.yaml:4]
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f1bba87117b08f, after 017b17a1b1aa45c1.
-- depends: 0008.the_change_7

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look for NULL in jobs._qsys_new_mood while others write.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "_qsys_not_null__qsys_new_mood";

-- jobs._qsys_new_mood is never NULL.
ALTER TABLE "jobs" ALTER COLUMN "_qsys_new_mood" SET NOT NULL;

-- It has shown what it was made for.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null__qsys_new_mood";

-- file: 0010.the_change_9.sql
-- 0010.the_change_9
-- Change jobs: 11 changes.
-- Drop function "_qsys_new_jobs_mood"().
--
-- Changes:
--   drop trigger jobs._qsys_new_mood
--   drop index jobs.ix_jobs_mood_id (on mood, id)
--   drop check jobs._qsys_same_mood ("_qsys_new_mood" COLLATE "C" IS NOT DISTINCT FROM ("mood"::text::text) COLLATE
--   "C")  [schema/jobs.yaml:4]
--   drop check jobs._qsys_new_ck_jobs_mood ("_qsys_new_mood" IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   drop index jobs._qsys_new_ix_jobs_mood_id (unique on _qsys_new_mood, id)  [schema/jobs.yaml:8]
--   drop index jobs._qsys_new_ix_jobs_region_mood (on region, _qsys_new_mood)  [schema/jobs.yaml:10]
--   drop column jobs._qsys_new_mood (text, not null)  [schema/jobs.yaml:4]
--   change column jobs.mood (mood to text)  [schema/jobs.yaml:4]
--   add index jobs.ix_jobs_mood_id (unique on mood, id)  [schema/jobs.yaml:8]
--   add index jobs.ix_jobs_region_mood (on region, mood)  [schema/jobs.yaml:10]
--   add check jobs.ck_jobs_mood (mood IN ('sad', 'glad'))  [schema/jobs.yaml:13]
--   drop function "_qsys_new_jobs_mood"()
-- Risks:
--   MF101 may-fail-on-data jobs.ix_jobs_mood_id: fails if two rows agree in what ix_jobs_mood_id covers (0 of 2 rows
--   share their value with another)
--   MF105 may-fail-on-data jobs.ck_jobs_mood: fails if a row does not satisfy it (0 of 2 rows violate it)
--   PG321 breaks-clients jobs.mood: it becomes the last column of jobs, so code that counts columns (SELECT *, INSERT
--   without their names) finds them in another order
-- Rolling back:
--   CD102 may-fail-on-data jobs.ck_jobs_mood: rows that it forbids may be written, and then it cannot come back
--   PG301 rewrites-table jobs.mood: text to mood writes every row and index anew while nobody can read or write
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017b17a1b1aa45c1, after 013e8c4fc3d4b05a.
-- depends: 0009.the_change_8

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

-- Drop index ix_jobs_mood_id of jobs.
DROP INDEX "ix_jobs_mood_id";

-- Drop _qsys_same_mood of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_same_mood";

-- jobs.mood as it was.
ALTER TABLE "jobs" DROP COLUMN "mood";

-- jobs.mood is text from now on.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_new_mood" TO "mood";

-- Index ix_jobs_mood_id of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_mood_id" RENAME TO "ix_jobs_mood_id";

-- Index ix_jobs_region_mood of jobs is over it.
ALTER INDEX "_qsys_new_ix_jobs_region_mood" RENAME TO "ix_jobs_region_mood";

-- Check ck_jobs_mood of jobs is about it.
ALTER TABLE "jobs" RENAME CONSTRAINT "_qsys_new_ck_jobs_mood" TO "ck_jobs_mood";

-- Drop function "_qsys_new_jobs_mood"().
DROP ROUTINE "_qsys_new_jobs_mood"();

-- file: 0011.the_change_10.sql
-- 0011.the_change_10
-- Drop enum mood.
--
-- Changes:
--   drop enum mood (sad, glad)
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 9 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013e8c4fc3d4b05a, after 0121ca507cc8455d.
-- depends: 0010.the_change_9

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop enum mood.
DROP TYPE "mood";
