-- name: find_all :many
SELECT id FROM customers

-- name: find_all :many
SELECT id FROM orders
