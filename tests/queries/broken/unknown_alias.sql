-- name: unknown_alias :many
SELECT d.id FROM orders AS o
