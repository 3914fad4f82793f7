-- name: unknown_column_in_join :many
SELECT o.id FROM orders AS o JOIN customers AS c ON c.id = o.customer
