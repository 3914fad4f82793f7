-- name: unknown_column_in_returning :many
DELETE FROM orders WHERE id = :id RETURNING customer
