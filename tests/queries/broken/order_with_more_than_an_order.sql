-- name: order_with_more_than_an_order :many
-- order_by: {newest: "id LIMIT 1"}
SELECT id FROM customers ORDER BY :order_by
