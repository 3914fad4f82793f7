-- name: find_all :many

-- name: find :many
SELECT id FROM orders
