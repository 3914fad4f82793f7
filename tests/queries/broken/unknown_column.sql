-- name: unknown_column :many
SELECT id,
    emial
FROM customers
