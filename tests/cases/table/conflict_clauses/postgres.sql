-- file: 0002.the_change.sql
-- 0002.the_change
-- Change tags: 2 changes.
--
-- Changes:
--   change column tags.label (no default to default 'none')  [schema/tags.yaml:4]
--   add check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
-- Risks:
--   MF105 may-fail-on-data tags.ck_kind: fails if a row does not satisfy it (0 of 2 rows violate it)
-- Rolling back:
--   CD102 may-fail-on-data tags.ck_kind: rows that it forbids may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 4 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b6f3e7a237f47a, after 01f5417b3564265c.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- The default of tags.label.
ALTER TABLE "tags" ALTER COLUMN "label" SET DEFAULT 'none';

-- Add ck_kind to tags for new rows; those that are there are looked at later.
ALTER TABLE "tags" ADD CONSTRAINT "ck_kind" CHECK (kind <> label) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index tags.uq_tags_label_kind.
--
-- Changes:
--   add index tags.uq_tags_label_kind (unique on label, kind)  [schema/tags.yaml:8]
-- Risks:
--   MF101 may-fail-on-data tags.uq_tags_label_kind: fails if two rows agree in what uq_tags_label_kind covers
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes tags meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 4 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f5417b3564265c, after 016b39f575da33ec.
-- transactional: false
-- depends: 0002.the_change

-- Add index uq_tags_label_kind on tags while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "uq_tags_label_kind" ON "tags" ("label", "kind");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Change tags: 4 changes.
--
-- Changes:
--   drop index tags.uq_tags_label_kind (unique on label, kind)  [schema/tags.yaml:8]
--   add unique tags.uq_tags_label_kind (label, kind)  [schema/tags.yaml:8]
--   drop check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
--   add check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
-- Risks:
--   MF101 may-fail-on-data tags.uq_tags_label_kind: fails if two rows agree in label, kind (0 of 2 rows share their
--   value with another)
--   MF105 may-fail-on-data tags.ck_kind: fails if a row does not satisfy it (0 of 2 rows violate it)
-- Rolling back:
--   MF105 may-fail-on-data tags.ck_kind: fails if a row does not satisfy it
--   MF101 may-fail-on-data tags.uq_tags_label_kind: fails if two rows agree in what uq_tags_label_kind covers
--   PG101 blocks-writes tags.uq_tags_label_kind: the index is built while writers wait
-- Locks:
--   SHARE UPDATE EXCLUSIVE on tags while rows are looked at: everybody reads and writes
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 4 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016b39f575da33ec, after 013302fe5f5ee2e9.
-- depends: 0003.the_change_2

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- uq_tags_label_kind of tags, made of the index that was built before.
ALTER TABLE "tags" ADD CONSTRAINT "uq_tags_label_kind" UNIQUE USING INDEX "uq_tags_label_kind";

-- Look whether every row of tags fits ck_kind.
ALTER TABLE "tags" VALIDATE CONSTRAINT "ck_kind";

-- file: 0005.the_change_4.sql
-- 0005.the_change_4
-- Add foreign key tags.fk_tags_kind.
--
-- Changes:
--   add foreign key tags.fk_tags_kind (kind to tags(id), match full, not valid true)  [schema/tags.yaml:12]
-- Risks:
--   MF106 may-fail-on-data tags.fk_tags_kind: fails if a row refers to a row of tags that is not there
-- Rolling back:
--   CD101 may-fail-on-data tags.fk_tags_kind: rows that it forbids may be written, and then it cannot come back
-- Locks:
--   ACCESS EXCLUSIVE on tags for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 4 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013302fe5f5ee2e9, after 0194e130ceaf5e08.
-- depends: 0004.the_change_3

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_tags_kind to tags for new rows; those that are there are looked at later.
ALTER TABLE "tags" ADD CONSTRAINT "fk_tags_kind" FOREIGN KEY ("kind") REFERENCES "tags" ("id") MATCH FULL NOT VALID;

-- file: 0006.the_change_5.sql
-- 0006.the_change_5
-- Change tags: 2 changes.
--
-- Changes:
--   drop foreign key tags.fk_tags_kind (kind to tags(id), match full, not valid true)  [schema/tags.yaml:12]
--   add foreign key tags.fk_tags_kind (kind to tags(id), match full)  [schema/tags.yaml:12]
-- Risks:
--   MF106 may-fail-on-data tags.fk_tags_kind: fails if a row refers to a row of tags that is not there
-- Rolling back:
--   MF106 may-fail-on-data tags.fk_tags_kind: fails if a row refers to a row of tags that is not there
-- Locks:
--   SHARE UPDATE EXCLUSIVE on tags while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: tags 2 sampled rows
--   together with the 4 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0194e130ceaf5e08, after 0182556dca3e01a3.
-- depends: 0005.the_change_4

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of tags fits fk_tags_kind.
ALTER TABLE "tags" VALIDATE CONSTRAINT "fk_tags_kind";
