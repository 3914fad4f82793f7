-- name: same_table_twice :many
SELECT orders.id FROM orders JOIN orders ON orders.id = orders.parent_id
