-- What a queue asks of its schedules. Times are epoch milliseconds.

-- name: find_due_schedules :many
-- Enabled schedules whose next run has come, the one that is due longest first.
SELECT *
FROM repeatable_job_schedules
WHERE is_enabled = TRUE AND next_run_at <= :now_ms
ORDER BY next_run_at
LIMIT :limit;

-- name: advance_schedule :count
-- A schedule has created a job, and creates the next one at next_run_at; 0 if there is no such schedule.
UPDATE repeatable_job_schedules
SET next_run_at = :next_run_at, last_run_job_id = :last_run_job_id
WHERE id = :id;
