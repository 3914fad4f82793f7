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
--   nothing that anybody uses yet
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 016111dfee189ef5, after 01bbe35899df9fba.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table jobs.
CREATE TABLE "jobs" (
  "id" text NOT NULL,
  "queue_name" text NOT NULL,
  "job_name" text NOT NULL,
  "payload" jsonb,
  "status" text NOT NULL,
  "priority" bigint DEFAULT 0 NOT NULL,
  "attempts_made" bigint DEFAULT 0 NOT NULL,
  "max_attempts" bigint DEFAULT 1 NOT NULL,
  "created_at" bigint NOT NULL,
  "updated_at" bigint NOT NULL,
  "process_at" bigint,
  "started_at" bigint,
  "completed_at" bigint,
  "failed_at" bigint,
  "return_value" jsonb,
  "failed_reason" text,
  "progress" bigint DEFAULT 0,
  "repeat_job_key" text,
  "depends_on_job_ids" jsonb,
  "parent_id" text,
  "locked_by_worker_id" text,
  "lock_expires_at" bigint,
  "job_options" jsonb,
  "execution_logs" jsonb,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_jobs_status" CHECK ("status" IN ('PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'DELAYED', 'WAITING_CHILDREN')),
  CONSTRAINT "ck_jobs_progress" CHECK (progress BETWEEN 0 AND 100),
  CONSTRAINT "ck_jobs_attempts_made" CHECK (attempts_made >= 0),
  CONSTRAINT "ck_jobs_max_attempts" CHECK (max_attempts >= 1),
  CONSTRAINT "ck_jobs_active_lock" CHECK (status <> 'ACTIVE' OR (locked_by_worker_id IS NOT NULL AND lock_expires_at IS NOT NULL))
);

-- Index ix_jobs_claim of jobs.
CREATE INDEX "ix_jobs_claim" ON "jobs" ("queue_name", "priority", "created_at") WHERE status = 'PENDING';

-- Index ix_jobs_queue_name_status_process_at_priority of jobs.
CREATE INDEX "ix_jobs_queue_name_status_process_at_priority" ON "jobs" ("queue_name", "status", "process_at", "priority");

-- Index ix_jobs_status_process_at of jobs.
CREATE INDEX "ix_jobs_status_process_at" ON "jobs" ("status", "process_at");

-- Index ix_jobs_status_lock_expires_at of jobs.
CREATE INDEX "ix_jobs_status_lock_expires_at" ON "jobs" ("status", "lock_expires_at");

-- Index ix_jobs_completed of jobs.
CREATE INDEX "ix_jobs_completed" ON "jobs" ("queue_name", "completed_at") WHERE status = 'COMPLETED';

-- Index ix_jobs_failed of jobs.
CREATE INDEX "ix_jobs_failed" ON "jobs" ("queue_name", "failed_at") WHERE status = 'FAILED';

-- Index ix_jobs_queue_name_created_at_id of jobs.
CREATE INDEX "ix_jobs_queue_name_created_at_id" ON "jobs" ("queue_name", "created_at", "id");

-- Index ix_jobs_created_at_id of jobs.
CREATE INDEX "ix_jobs_created_at_id" ON "jobs" ("created_at", "id");

-- Index ix_jobs_repeat_job_key_created_at of jobs.
CREATE INDEX "ix_jobs_repeat_job_key_created_at" ON "jobs" ("repeat_job_key", "created_at");

-- Index ix_jobs_parent_id_created_at of jobs.
CREATE INDEX "ix_jobs_parent_id_created_at" ON "jobs" ("parent_id", "created_at");

-- Index ix_jobs_locked_by_worker_id of jobs.
CREATE INDEX "ix_jobs_locked_by_worker_id" ON "jobs" ("locked_by_worker_id");

-- What jobs is for.
COMMENT ON TABLE "jobs" IS 'One unit of background work, from the moment it is asked for until it is removed.';

-- What jobs.id is.
COMMENT ON COLUMN "jobs"."id" IS 'A UUID or an id of the caller''s own.';

-- What jobs.queue_name is.
COMMENT ON COLUMN "jobs"."queue_name" IS 'The queue that the job belongs to.';

-- What jobs.job_name is.
COMMENT ON COLUMN "jobs"."job_name" IS 'Which processor handles the job.';

-- What jobs.payload is.
COMMENT ON COLUMN "jobs"."payload" IS 'The processor''s input.';

-- What jobs.status is.
COMMENT ON COLUMN "jobs"."status" IS 'Where the job is in its life.';

-- What jobs.priority is.
COMMENT ON COLUMN "jobs"."priority" IS 'A lower number is taken sooner.';

-- What jobs.attempts_made is.
COMMENT ON COLUMN "jobs"."attempts_made" IS 'How often a worker has taken the job.';

-- What jobs.max_attempts is.
COMMENT ON COLUMN "jobs"."max_attempts" IS 'How often it may be tried before it has failed for good.';

-- What jobs.created_at is.
COMMENT ON COLUMN "jobs"."created_at" IS 'When the job was asked for.';

-- What jobs.updated_at is.
COMMENT ON COLUMN "jobs"."updated_at" IS 'When anything about the job changed last.';

-- What jobs.process_at is.
COMMENT ON COLUMN "jobs"."process_at" IS 'When a DELAYED job becomes due.';

-- What jobs.started_at is.
COMMENT ON COLUMN "jobs"."started_at" IS 'When the current or last attempt began.';

-- What jobs.completed_at is.
COMMENT ON COLUMN "jobs"."completed_at" IS 'When the job was done.';

-- What jobs.failed_at is.
COMMENT ON COLUMN "jobs"."failed_at" IS 'When the job failed for good.';

-- What jobs.return_value is.
COMMENT ON COLUMN "jobs"."return_value" IS 'What the processor returned.';

-- What jobs.failed_reason is.
COMMENT ON COLUMN "jobs"."failed_reason" IS 'The message or stack trace of the last failure.';

-- What jobs.progress is.
COMMENT ON COLUMN "jobs"."progress" IS 'How far the job has come in percent.';

-- What jobs.repeat_job_key is.
COMMENT ON COLUMN "jobs"."repeat_job_key" IS 'The schedule that created the job.';

-- What jobs.depends_on_job_ids is.
COMMENT ON COLUMN "jobs"."depends_on_job_ids" IS 'Ids of the jobs that have to be done first, as a client reads them; job_dependencies holds the same.';

-- What jobs.parent_id is.
COMMENT ON COLUMN "jobs"."parent_id" IS 'The parent job in a flow.';

-- What jobs.locked_by_worker_id is.
COMMENT ON COLUMN "jobs"."locked_by_worker_id" IS 'The worker that holds the job.';

-- What jobs.lock_expires_at is.
COMMENT ON COLUMN "jobs"."lock_expires_at" IS 'When the worker''s hold ends; an ACTIVE job whose hold has ended is stalled.';

-- What jobs.job_options is.
COMMENT ON COLUMN "jobs"."job_options" IS 'The options as given at creation.';

-- What jobs.execution_logs is.
COMMENT ON COLUMN "jobs"."execution_logs" IS 'What the processor logged: an array of {timestamp, message, level}.';

-- Create table repeatable_job_schedules.
CREATE TABLE "repeatable_job_schedules" (
  "id" text NOT NULL,
  "queue_name" text NOT NULL,
  "job_name" text NOT NULL,
  "cron_pattern" text,
  "every" bigint,
  "job_data" jsonb,
  "job_options" jsonb,
  "timezone" text DEFAULT 'UTC',
  "limit" bigint,
  "start_date" bigint,
  "end_date" bigint,
  "next_run_at" bigint NOT NULL,
  "last_run_job_id" text,
  "created_at" bigint NOT NULL,
  "updated_at" bigint NOT NULL,
  "is_enabled" boolean DEFAULT true NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "ck_repeatable_job_schedules_cron_pattern_or_every" CHECK ((cron_pattern IS NULL) <> (every IS NULL))
);

-- Index ix_repeatable_job_schedules_is_enabled_next_run_at of repeatable_job_schedules.
CREATE INDEX "ix_repeatable_job_schedules_is_enabled_next_run_at" ON "repeatable_job_schedules" ("is_enabled", "next_run_at");

-- Index ix_repeatable_job_schedules_queue_name of repeatable_job_schedules.
CREATE INDEX "ix_repeatable_job_schedules_queue_name" ON "repeatable_job_schedules" ("queue_name");

-- What repeatable_job_schedules is for.
COMMENT ON TABLE "repeatable_job_schedules" IS 'A rule by which jobs are created again and again, by a cron pattern or at an interval.';

-- What repeatable_job_schedules.id is.
COMMENT ON COLUMN "repeatable_job_schedules"."id" IS 'A UUID or a key of the caller''s own.';

-- What repeatable_job_schedules.queue_name is.
COMMENT ON COLUMN "repeatable_job_schedules"."queue_name" IS 'The queue that the jobs go to.';

-- What repeatable_job_schedules.job_name is.
COMMENT ON COLUMN "repeatable_job_schedules"."job_name" IS 'Which processor handles the jobs.';

-- What repeatable_job_schedules.cron_pattern is.
COMMENT ON COLUMN "repeatable_job_schedules"."cron_pattern" IS 'When jobs are created.';

-- What repeatable_job_schedules.every is.
COMMENT ON COLUMN "repeatable_job_schedules"."every" IS 'The interval between two jobs in milliseconds.';

-- What repeatable_job_schedules.job_data is.
COMMENT ON COLUMN "repeatable_job_schedules"."job_data" IS 'The input that every job gets.';

-- What repeatable_job_schedules.job_options is.
COMMENT ON COLUMN "repeatable_job_schedules"."job_options" IS 'The options that every job gets.';

-- What repeatable_job_schedules.timezone is.
COMMENT ON COLUMN "repeatable_job_schedules"."timezone" IS 'The time zone that the cron pattern is meant in.';

-- What repeatable_job_schedules.limit is.
COMMENT ON COLUMN "repeatable_job_schedules"."limit" IS 'How many jobs are created before the schedule ends.';

-- What repeatable_job_schedules.start_date is.
COMMENT ON COLUMN "repeatable_job_schedules"."start_date" IS 'No job is created before this.';

-- What repeatable_job_schedules.end_date is.
COMMENT ON COLUMN "repeatable_job_schedules"."end_date" IS 'No job is created after this.';

-- What repeatable_job_schedules.next_run_at is.
COMMENT ON COLUMN "repeatable_job_schedules"."next_run_at" IS 'When the next job is to be created.';

-- What repeatable_job_schedules.last_run_job_id is.
COMMENT ON COLUMN "repeatable_job_schedules"."last_run_job_id" IS 'The job that was created last; it may be gone by now.';

-- What repeatable_job_schedules.created_at is.
COMMENT ON COLUMN "repeatable_job_schedules"."created_at" IS 'When the schedule was made.';

-- What repeatable_job_schedules.updated_at is.
COMMENT ON COLUMN "repeatable_job_schedules"."updated_at" IS 'When anything about the schedule changed last.';

-- What repeatable_job_schedules.is_enabled is.
COMMENT ON COLUMN "repeatable_job_schedules"."is_enabled" IS 'Whether the schedule creates jobs at present.';

-- Create table job_dependencies.
CREATE TABLE "job_dependencies" (
  "job_id" text NOT NULL,
  "depends_on_job_id" text NOT NULL,
  PRIMARY KEY ("job_id", "depends_on_job_id"),
  CONSTRAINT "ck_job_dependencies_not_itself" CHECK (job_id <> depends_on_job_id),
  CONSTRAINT "fk_job_dependencies_job_id" FOREIGN KEY ("job_id") REFERENCES "jobs" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_job_dependencies_depends_on_job_id" FOREIGN KEY ("depends_on_job_id") REFERENCES "jobs" ("id") ON DELETE CASCADE
);

-- Index ix_job_dependencies_depends_on_job_id_job_id of job_dependencies.
CREATE INDEX "ix_job_dependencies_depends_on_job_id_job_id" ON "job_dependencies" ("depends_on_job_id", "job_id");

-- What job_dependencies is for.
COMMENT ON TABLE "job_dependencies" IS 'Which job waits for which; what jobs.depends_on_job_ids says, in the form that the scheduler joins.';

-- What job_dependencies.job_id is.
COMMENT ON COLUMN "job_dependencies"."job_id" IS 'The job that waits.';

-- What job_dependencies.depends_on_job_id is.
COMMENT ON COLUMN "job_dependencies"."depends_on_job_id" IS 'The job that has to be COMPLETED first.';
