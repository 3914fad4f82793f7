-- name: union_of_unequal_width :many
SELECT id, name FROM customers UNION ALL SELECT id FROM orders
