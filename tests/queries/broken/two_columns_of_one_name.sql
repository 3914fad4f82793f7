-- name: two_columns_of_one_name :many
SELECT o.id, c.id FROM orders AS o JOIN customers AS c ON c.id = o.customer_id
