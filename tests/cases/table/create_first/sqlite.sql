-- 0001.the_change
-- Add table jobs.
--
-- Changes:
--   add table jobs (10 columns, 2 indexes)  [schema/jobs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data jobs: all rows of jobs are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 016111dfee189ef5, after 01747be4d9ae8a92.

-- Create table jobs.
CREATE TABLE "jobs" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "queue" TEXT NOT NULL CHECK (length("queue") <= 40),
  "state" TEXT NOT NULL CHECK ("state" IN ('NEW', 'DONE')),
  "urgent" INTEGER NOT NULL DEFAULT 0 CHECK ("urgent" IN (0, 1)),
  "price" TEXT NOT NULL DEFAULT '0.00',
  "quantity" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_jobs_quantity" CHECK (quantity BETWEEN 1 AND 1000),
  "created_at" INTEGER NOT NULL,
  "payload" BLOB,
  "key" TEXT,
  "slug" TEXT NOT NULL COLLATE NOCASE,
  UNIQUE ("queue", "slug")
);

-- Index ix_jobs_state_created_at of jobs.
CREATE INDEX "ix_jobs_state_created_at" ON "jobs"("state", "created_at" DESC);

-- Index ix_jobs_queue of jobs.
CREATE INDEX "ix_jobs_queue" ON "jobs"("queue")
WHERE
  state = 'NEW';
