-- name: type_clash_columns :many
SELECT o.id FROM orders AS o JOIN customers AS c ON c.name = o.customer_id
