-- name: order_with_a_parameter :many
-- order_by: {newest: "id + :x"}
SELECT id FROM customers ORDER BY :order_by
