-- name: order_with_a_second_statement :many
-- order_by: {newest: "id; DROP TABLE orders"}
SELECT id FROM customers ORDER BY :order_by
