-- name: unknown_column_in_where :many
SELECT id FROM customers
WHERE nam = :name
