-- file: 0006.the_change_5.rollback.sql
-- Takes back 0006.the_change_5
-- Change tags: 2 changes.
--
-- Changes taken back:
--   drop foreign key tags.fk_tags_kind (kind to tags(id), match full, not valid true)  [schema/tags.yaml:12]
--   add foreign key tags.fk_tags_kind (kind to tags(id), match full)  [schema/tags.yaml:12]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF106 may-fail-on-data tags.fk_tags_kind: fails if a row refers to a row of tags that is not there
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add fk_tags_kind to tags for new rows; those that are there are looked at later.
ALTER TABLE "tags" DROP CONSTRAINT "fk_tags_kind", ADD CONSTRAINT "fk_tags_kind" FOREIGN KEY ("kind") REFERENCES "tags" ("id") MATCH FULL NOT VALID;

-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Add foreign key tags.fk_tags_kind.
--
-- Changes taken back:
--   add foreign key tags.fk_tags_kind (kind to tags(id), match full, not valid true)  [schema/tags.yaml:12]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD101 may-fail-on-data tags.fk_tags_kind: rows that it forbids may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_tags_kind of tags.
ALTER TABLE "tags" DROP CONSTRAINT "fk_tags_kind";

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Change tags: 4 changes.
--
-- Changes taken back:
--   drop index tags.uq_tags_label_kind (unique on label, kind)  [schema/tags.yaml:8]
--   add unique tags.uq_tags_label_kind (label, kind)  [schema/tags.yaml:8]
--   drop check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
--   add check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF105 may-fail-on-data tags.ck_kind: fails if a row does not satisfy it
--   MF101 may-fail-on-data tags.uq_tags_label_kind: fails if two rows agree in what uq_tags_label_kind covers
--   PG101 blocks-writes tags.uq_tags_label_kind: the index is built while writers wait
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add ck_kind to tags for new rows; those that are there are looked at later.
ALTER TABLE "tags" DROP CONSTRAINT "ck_kind", ADD CONSTRAINT "ck_kind" CHECK (kind <> label) NOT VALID;

-- uq_tags_label_kind becomes an index again.
ALTER TABLE "tags" DROP CONSTRAINT "uq_tags_label_kind";

-- Add index uq_tags_label_kind on tags.
CREATE UNIQUE INDEX "uq_tags_label_kind" ON "tags" ("label", "kind");

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index tags.uq_tags_label_kind.
--
-- Changes taken back:
--   add index tags.uq_tags_label_kind (unique on label, kind)  [schema/tags.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index uq_tags_label_kind of tags once nobody uses it any more.
DROP INDEX CONCURRENTLY "uq_tags_label_kind";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change tags: 2 changes.
--
-- Changes taken back:
--   change column tags.label (no default to default 'none')  [schema/tags.yaml:4]
--   add check tags.ck_kind (kind <> label)  [schema/tags.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data tags.ck_kind: rows that it forbids may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_kind of tags.
ALTER TABLE "tags" DROP CONSTRAINT "ck_kind";

-- tags.label has no default.
ALTER TABLE "tags" ALTER COLUMN "label" DROP DEFAULT;
