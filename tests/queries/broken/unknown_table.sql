-- name: unknown_table :many
SELECT id FROM order WHERE id = :id
