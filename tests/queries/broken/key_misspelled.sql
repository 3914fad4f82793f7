-- name: find :many
-- optionl: status
SELECT id FROM orders WHERE id = 1 AND status = :status
