-- name: import :many
SELECT id FROM customers
