-- name: another_schema :many
SELECT id FROM other.customers
