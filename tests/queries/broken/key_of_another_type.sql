-- name: find :many
-- columns: [id]
SELECT id FROM orders WHERE id = :id
