-- name: column_without_a_name :many
SELECT id, quantity * 2 FROM orders
