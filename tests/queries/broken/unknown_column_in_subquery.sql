-- name: unknown_column_in_subquery :many
SELECT id FROM customers WHERE id IN (SELECT custmer_id FROM orders)
