-- 0001.create_queue
-- Add table job_dependencies.
-- Add table jobs.
-- Add table repeatable_job_schedules.
--
-- Changes:
--   add table job_dependencies (2 columns, 1 index)  [schema/job_dependencies.yaml:2]
--   add table jobs (24 columns, 11 indexes)  [schema/jobs.yaml:2]
--   add table repeatable_job_schedules (16 columns, 2 indexes)  [schema/repeatable_job_schedules.yaml:2]
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data repeatable_job_schedules: all rows of repeatable_job_schedules are lost
--   DS102 loses-data jobs: all rows of jobs are lost
--   DS102 loses-data job_dependencies: all rows of job_dependencies are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 016111dfee189ef5, after 01495e314ea1cae5.

-- Create table jobs.
CREATE TABLE "jobs" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "queue_name" TEXT NOT NULL,
  "job_name" TEXT NOT NULL,
  "payload" BLOB,
  "status" TEXT NOT NULL CHECK ("status" IN ('PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'DELAYED', 'WAITING_CHILDREN')),
  "priority" INTEGER NOT NULL DEFAULT 0,
  "attempts_made" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_jobs_attempts_made" CHECK (attempts_made >= 0),
  "max_attempts" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ck_jobs_max_attempts" CHECK (max_attempts >= 1),
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "process_at" INTEGER,
  "started_at" INTEGER,
  "completed_at" INTEGER,
  "failed_at" INTEGER,
  "return_value" BLOB,
  "failed_reason" TEXT,
  "progress" INTEGER DEFAULT 0 CONSTRAINT "ck_jobs_progress" CHECK (progress BETWEEN 0 AND 100),
  "repeat_job_key" TEXT,
  "depends_on_job_ids" BLOB,
  "parent_id" TEXT,
  "locked_by_worker_id" TEXT,
  "lock_expires_at" INTEGER,
  "job_options" BLOB,
  "execution_logs" BLOB,
  CONSTRAINT "ck_jobs_active_lock" CHECK (status <> 'ACTIVE' OR (locked_by_worker_id IS NOT NULL AND lock_expires_at IS NOT NULL))
);

-- Index ix_jobs_claim of jobs.
CREATE INDEX "ix_jobs_claim" ON "jobs"("queue_name", "priority", "created_at")
WHERE
  status = 'PENDING';

-- Index ix_jobs_queue_name_status_process_at_priority of jobs.
CREATE INDEX "ix_jobs_queue_name_status_process_at_priority" ON "jobs"("queue_name", "status", "process_at", "priority");

-- Index ix_jobs_status_process_at of jobs.
CREATE INDEX "ix_jobs_status_process_at" ON "jobs"("status", "process_at");

-- Index ix_jobs_status_lock_expires_at of jobs.
CREATE INDEX "ix_jobs_status_lock_expires_at" ON "jobs"("status", "lock_expires_at");

-- Index ix_jobs_completed of jobs.
CREATE INDEX "ix_jobs_completed" ON "jobs"("queue_name", "completed_at")
WHERE
  status = 'COMPLETED';

-- Index ix_jobs_failed of jobs.
CREATE INDEX "ix_jobs_failed" ON "jobs"("queue_name", "failed_at")
WHERE
  status = 'FAILED';

-- Index ix_jobs_queue_name_created_at_id of jobs.
CREATE INDEX "ix_jobs_queue_name_created_at_id" ON "jobs"("queue_name", "created_at", "id");

-- Index ix_jobs_created_at_id of jobs.
CREATE INDEX "ix_jobs_created_at_id" ON "jobs"("created_at", "id");

-- Index ix_jobs_repeat_job_key_created_at of jobs.
CREATE INDEX "ix_jobs_repeat_job_key_created_at" ON "jobs"("repeat_job_key", "created_at");

-- Index ix_jobs_parent_id_created_at of jobs.
CREATE INDEX "ix_jobs_parent_id_created_at" ON "jobs"("parent_id", "created_at");

-- Index ix_jobs_locked_by_worker_id of jobs.
CREATE INDEX "ix_jobs_locked_by_worker_id" ON "jobs"("locked_by_worker_id");

-- Create table repeatable_job_schedules.
CREATE TABLE "repeatable_job_schedules" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "queue_name" TEXT NOT NULL,
  "job_name" TEXT NOT NULL,
  "cron_pattern" TEXT,
  "every" INTEGER,
  "job_data" BLOB,
  "job_options" BLOB,
  "timezone" TEXT DEFAULT 'UTC',
  "limit" INTEGER,
  "start_date" INTEGER,
  "end_date" INTEGER,
  "next_run_at" INTEGER NOT NULL,
  "last_run_job_id" TEXT,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "is_enabled" INTEGER NOT NULL DEFAULT 1 CHECK ("is_enabled" IN (0, 1)),
  CONSTRAINT "ck_repeatable_job_schedules_cron_pattern_or_every" CHECK ((cron_pattern IS NULL) <> (every IS NULL))
);

-- Index ix_repeatable_job_schedules_is_enabled_next_run_at of repeatable_job_schedules.
CREATE INDEX "ix_repeatable_job_schedules_is_enabled_next_run_at" ON "repeatable_job_schedules"("is_enabled", "next_run_at");

-- Index ix_repeatable_job_schedules_queue_name of repeatable_job_schedules.
CREATE INDEX "ix_repeatable_job_schedules_queue_name" ON "repeatable_job_schedules"("queue_name");

-- Create table job_dependencies.
CREATE TABLE "job_dependencies" (
  "job_id" TEXT NOT NULL REFERENCES "jobs" ("id") ON DELETE CASCADE,
  "depends_on_job_id" TEXT NOT NULL REFERENCES "jobs" ("id") ON DELETE CASCADE,
  PRIMARY KEY ("job_id", "depends_on_job_id"),
  CONSTRAINT "ck_job_dependencies_not_itself" CHECK (job_id <> depends_on_job_id)
);

-- Index ix_job_dependencies_depends_on_job_id_job_id of job_dependencies.
CREATE INDEX "ix_job_dependencies_depends_on_job_id_job_id" ON "job_dependencies"("depends_on_job_id", "job_id");
