-- name: order_in_a_wrong_place :many
-- order_by: {newest: id DESC}
SELECT id FROM customers LIMIT :order_by
