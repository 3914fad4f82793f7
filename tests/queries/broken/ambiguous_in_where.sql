-- name: ambiguous_in_where :many
SELECT o.status FROM orders AS o JOIN customers AS c ON c.id = o.customer_id WHERE id = :id
