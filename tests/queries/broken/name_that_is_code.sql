-- name: x();import/os :many
SELECT id FROM customers
