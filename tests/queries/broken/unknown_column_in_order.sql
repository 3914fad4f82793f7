-- name: unknown_column_in_order :many
SELECT id FROM customers ORDER BY created_at
