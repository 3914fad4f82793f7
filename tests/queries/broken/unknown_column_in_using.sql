-- name: unknown_column_in_using :many
SELECT o.id FROM orders AS o JOIN customers AS c USING (customer_id)
