-- name: findAll :many
SELECT id FROM customers
