-- name: find_all
SELECT id FROM customers
