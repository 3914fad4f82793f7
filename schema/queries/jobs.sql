-- What a queue asks of its jobs. Times are epoch milliseconds; whoever calls gives the present as now_ms.
--
-- Every plan has to be right without statistics too. Where a planner would rather find rows by one index and then sort
-- them all, SQLite is told the index (INDEXED BY, without which the query fails), or is kept from it by a plus before the
-- column; PostgreSQL by `|| ''` behind it.

-- name: find_and_lock_processable_jobs :many
-- Take up to `limit` PENDING jobs of a queue that are due, best priority first, then the oldest: they become ACTIVE and
-- are this worker's until lock_duration_ms have passed. Two workers never get the same job.
-- only: sqlite
-- sorted_by: priority, created_at, id
UPDATE jobs
SET status = 'ACTIVE',
    locked_by_worker_id = :worker_id,
    lock_expires_at = :now_ms + :lock_duration_ms,
    started_at = :now_ms,
    updated_at = :now_ms,
    attempts_made = attempts_made + 1
WHERE id IN (
    SELECT id
    FROM jobs INDEXED BY ix_jobs_claim
    WHERE queue_name = :queue_name AND status = 'PENDING' AND (process_at IS NULL OR process_at <= :now_ms)
    ORDER BY priority, created_at
    LIMIT :limit
)
RETURNING *;

-- name: find_and_lock_processable_jobs :many
-- Take up to `limit` PENDING jobs of a queue that are due, best priority first, then the oldest: they become ACTIVE and
-- are this worker's until lock_duration_ms have passed. Two workers never get the same job.
-- only: postgres
-- sorted_by: priority, created_at, id
WITH due AS (
    SELECT id
    FROM jobs
    WHERE queue_name = :queue_name AND status = 'PENDING' AND (process_at IS NULL OR process_at <= :now_ms)
    ORDER BY priority, created_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE jobs
SET status = 'ACTIVE',
    locked_by_worker_id = :worker_id,
    lock_expires_at = :now_ms + :lock_duration_ms,
    started_at = :now_ms,
    updated_at = :now_ms,
    attempts_made = attempts_made + 1
FROM due
WHERE jobs.id = due.id
RETURNING jobs.*;

-- name: renew_lock :count
-- Keep a job that this worker still holds until another moment; 0 if it no longer does.
UPDATE jobs
SET lock_expires_at = :lock_expires_at
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: update_progress :count
-- Say how far a job that this worker holds has come, in percent; 0 if it no longer holds it.
UPDATE jobs
SET progress = :progress, updated_at = :now_ms
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: complete_job :count
-- A job that this worker holds is done; 0 if it no longer holds it.
UPDATE jobs
SET status = 'COMPLETED',
    return_value = :return_value,
    completed_at = :now_ms,
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: fail_job :count
-- A job that this worker holds has failed for good; 0 if it no longer holds it.
UPDATE jobs
SET status = 'FAILED',
    failed_reason = :failed_reason,
    failed_at = :now_ms,
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: retry_job_at :count
-- A job that this worker holds has failed and is due again at process_at; 0 if it no longer holds it.
UPDATE jobs
SET status = 'DELAYED',
    process_at = :process_at,
    failed_reason = :failed_reason,
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: retry_job_now :count
-- A job that this worker holds has failed, or was not begun, and is PENDING again; 0 if it no longer holds it.
UPDATE jobs
SET status = 'PENDING',
    failed_reason = :failed_reason,
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
WHERE id = :id AND status = 'ACTIVE' AND locked_by_worker_id = :worker_id;

-- name: find_stalled_jobs :many
-- ACTIVE jobs whose lock has ended, the one that ended first first; of one queue or of all.
-- only: sqlite
-- optional: queue_name
SELECT *
FROM jobs
WHERE status = 'ACTIVE' AND lock_expires_at < :now_ms AND +queue_name = :queue_name
ORDER BY lock_expires_at
LIMIT :limit;

-- name: find_stalled_jobs :many
-- ACTIVE jobs whose lock has ended, the one that ended first first; of one queue or of all.
-- only: postgres
-- optional: queue_name
SELECT *
FROM jobs
WHERE status = 'ACTIVE' AND lock_expires_at < :now_ms AND queue_name || '' = :queue_name
ORDER BY lock_expires_at
LIMIT :limit;

-- name: recover_stalled_jobs :count
-- Up to `limit` ACTIVE jobs whose lock has ended are PENDING again, or FAILED if they were tried as often as they may
-- be; gives their number.
-- only: sqlite
UPDATE jobs
SET status = CASE WHEN attempts_made < max_attempts THEN 'PENDING' ELSE 'FAILED' END,
    failed_at = CASE WHEN attempts_made < max_attempts THEN failed_at ELSE :now_ms END,
    failed_reason = 'the worker that held the job did not keep its lock',
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
WHERE id IN (
    SELECT id
    FROM jobs
    WHERE status = 'ACTIVE' AND lock_expires_at < :now_ms
    ORDER BY lock_expires_at
    LIMIT :limit
);

-- name: recover_stalled_jobs :count
-- Up to `limit` ACTIVE jobs whose lock has ended are PENDING again, or FAILED if they were tried as often as they may
-- be; gives their number.
-- only: postgres
WITH stalled AS (
    SELECT id
    FROM jobs
    WHERE status = 'ACTIVE' AND lock_expires_at < :now_ms
    ORDER BY lock_expires_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE jobs
SET status = CASE WHEN attempts_made < max_attempts THEN 'PENDING' ELSE 'FAILED' END,
    failed_at = CASE WHEN attempts_made < max_attempts THEN failed_at ELSE :now_ms END,
    failed_reason = 'the worker that held the job did not keep its lock',
    updated_at = :now_ms,
    locked_by_worker_id = NULL,
    lock_expires_at = NULL
FROM stalled
WHERE jobs.id = stalled.id;

-- name: find_delayed_jobs_to_promote :many
-- DELAYED jobs that are due, the one that was due first first; of one queue or of all.
-- optional: queue_name
SELECT *
FROM jobs
WHERE status = 'DELAYED' AND process_at <= :now_ms AND queue_name = :queue_name
ORDER BY process_at
LIMIT :limit;

-- name: promote_delayed_jobs :count
-- Up to `limit` DELAYED jobs that are due become PENDING, the one that was due first first; gives their number.
-- only: sqlite
-- optional: queue_name
UPDATE jobs
SET status = 'PENDING', updated_at = :now_ms
WHERE id IN (
    SELECT id
    FROM jobs
    WHERE status = 'DELAYED' AND process_at <= :now_ms AND queue_name = :queue_name
    ORDER BY process_at
    LIMIT :limit
);

-- name: promote_delayed_jobs :count
-- Up to `limit` DELAYED jobs that are due become PENDING, the one that was due first first; gives their number.
-- only: postgres
-- optional: queue_name
WITH due AS (
    SELECT id
    FROM jobs
    WHERE status = 'DELAYED' AND process_at <= :now_ms AND queue_name = :queue_name
    ORDER BY process_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE jobs
SET status = 'PENDING', updated_at = :now_ms
FROM due
WHERE jobs.id = due.id;

-- name: find_jobs_by_repeat_key :many
-- The jobs of a queue that one schedule created, oldest first.
-- only: sqlite
SELECT *
FROM jobs
WHERE repeat_job_key = :repeat_job_key AND +queue_name = :queue_name
ORDER BY created_at;

-- name: find_jobs_by_repeat_key :many
-- The jobs of a queue that one schedule created, oldest first.
-- only: postgres
SELECT *
FROM jobs
WHERE repeat_job_key = :repeat_job_key AND queue_name || '' = :queue_name
ORDER BY created_at;

-- name: find_jobs_by_parent_id :many
-- The children of one job, oldest first.
SELECT *
FROM jobs
WHERE parent_id = :parent_id
ORDER BY created_at;

-- name: get_job_counts_by_status :many
-- How many jobs of a queue are in each status, those that no job is in left out, and how many there are in all.
-- sorted_by: status
WITH counted AS MATERIALIZED (
    SELECT status, count(*) AS jobs
    FROM jobs
    WHERE queue_name = :queue_name
    GROUP BY status
)
SELECT status, jobs, (SELECT CAST(coalesce(sum(jobs), 0) AS bigint) FROM counted) AS total
FROM counted;

-- name: delete_jobs_by_queue :count
-- Delete the jobs of a queue, all or those in some statuses; gives their number.
-- optional: statuses
DELETE FROM jobs
WHERE queue_name = :queue_name AND status IN :statuses;

-- name: remove_completed_jobs :count
-- Delete COMPLETED jobs of a queue, the one that was done first first: those done before older_than_ms, or all; at
-- most `limit` of them, or all. Gives their number.
-- only: sqlite
-- optional: older_than_ms
-- parameters: {limit: {type: integer, nullable: true}}
DELETE FROM jobs
WHERE id IN (
    SELECT id
    FROM jobs INDEXED BY ix_jobs_completed
    WHERE queue_name = :queue_name AND status = 'COMPLETED' AND completed_at < :older_than_ms
    ORDER BY completed_at
    LIMIT coalesce(:limit, -1)
);

-- name: remove_completed_jobs :count
-- Delete COMPLETED jobs of a queue, the one that was done first first: those done before older_than_ms, or all; at
-- most `limit` of them, or all. Gives their number.
-- only: postgres
-- optional: older_than_ms
-- parameters: {limit: {type: integer, nullable: true}}
DELETE FROM jobs
WHERE id IN (
    SELECT id
    FROM jobs
    WHERE queue_name = :queue_name AND status = 'COMPLETED' AND completed_at < :older_than_ms
    ORDER BY completed_at
    LIMIT :limit
);

-- name: remove_failed_jobs :count
-- Delete FAILED jobs of a queue, the one that failed first first: those failed before older_than_ms, or all; at most
-- `limit` of them, or all. Gives their number.
-- only: sqlite
-- optional: older_than_ms
-- parameters: {limit: {type: integer, nullable: true}}
DELETE FROM jobs
WHERE id IN (
    SELECT id
    FROM jobs INDEXED BY ix_jobs_failed
    WHERE queue_name = :queue_name AND status = 'FAILED' AND failed_at < :older_than_ms
    ORDER BY failed_at
    LIMIT coalesce(:limit, -1)
);

-- name: remove_failed_jobs :count
-- Delete FAILED jobs of a queue, the one that failed first first: those failed before older_than_ms, or all; at most
-- `limit` of them, or all. Gives their number.
-- only: postgres
-- optional: older_than_ms
-- parameters: {limit: {type: integer, nullable: true}}
DELETE FROM jobs
WHERE id IN (
    SELECT id
    FROM jobs
    WHERE queue_name = :queue_name AND status = 'FAILED' AND failed_at < :older_than_ms
    ORDER BY failed_at
    LIMIT :limit
);

-- name: search :many
-- Jobs that fit all filters that are given, page by page.
-- only: sqlite
-- optional: queue_name, statuses, job_name, created_from, created_before
-- order_by: {newest: "created_at DESC, id DESC", oldest: "created_at, id"}
SELECT *
FROM jobs
WHERE queue_name = :queue_name
    AND +status IN :statuses
    AND job_name = :job_name
    AND created_at >= :created_from
    AND created_at < :created_before
ORDER BY :order_by
LIMIT :limit OFFSET :offset;

-- name: search :many
-- Jobs that fit all filters that are given, page by page.
-- only: postgres
-- optional: queue_name, statuses, job_name, created_from, created_before
-- order_by: {newest: "created_at DESC, id DESC", oldest: "created_at, id"}
SELECT *
FROM jobs
WHERE queue_name = :queue_name
    AND status IN :statuses
    AND job_name = :job_name
    AND created_at >= :created_from
    AND created_at < :created_before
ORDER BY :order_by
LIMIT :limit OFFSET :offset;

-- name: count_found :one
-- How many jobs fit all filters that are given: the total that belongs to `search`.
-- optional: queue_name, statuses, job_name, created_from, created_before
-- acknowledge: {QP101: "without a filter every job is counted, which is what was asked for"}
SELECT count(*) AS jobs
FROM jobs
WHERE queue_name = :queue_name
    AND status IN :statuses
    AND job_name = :job_name
    AND created_at >= :created_from
    AND created_at < :created_before;

-- name: find_jobs_ready_to_start :many
-- WAITING_CHILDREN jobs none of whose dependencies is unfinished; of one queue or of all.
-- only: sqlite
-- optional: queue_name
SELECT *
FROM jobs
WHERE status = 'WAITING_CHILDREN'
    AND +queue_name = :queue_name
    AND NOT EXISTS (
        SELECT 1
        FROM job_dependencies AS needed
        JOIN jobs AS other ON other.id = needed.depends_on_job_id
        WHERE needed.job_id = jobs.id AND +other.status <> 'COMPLETED'
    )
LIMIT :limit;

-- name: find_jobs_ready_to_start :many
-- WAITING_CHILDREN jobs none of whose dependencies is unfinished; of one queue or of all.
-- only: postgres
-- optional: queue_name
SELECT *
FROM jobs
WHERE status = 'WAITING_CHILDREN'
    AND queue_name = :queue_name
    AND NOT EXISTS (
        SELECT 1
        FROM job_dependencies AS needed
        JOIN jobs AS other ON other.id = needed.depends_on_job_id
        WHERE needed.job_id = jobs.id AND other.status <> 'COMPLETED'
    )
LIMIT :limit;

-- name: start_dependent_jobs :count
-- The WAITING_CHILDREN jobs that waited for this job and for nothing else that is unfinished become PENDING; gives
-- their number. Asked when the job is done, in the same transaction.
UPDATE jobs
SET status = 'PENDING', updated_at = :now_ms
WHERE id IN (SELECT job_id FROM job_dependencies WHERE depends_on_job_id = :done_job_id)
    AND status = 'WAITING_CHILDREN'
    AND NOT EXISTS (
        SELECT 1
        FROM job_dependencies AS needed
        JOIN jobs AS other ON other.id = needed.depends_on_job_id
        WHERE needed.job_id = jobs.id AND other.status <> 'COMPLETED'
    );
