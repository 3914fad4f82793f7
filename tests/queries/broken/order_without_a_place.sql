-- name: order_without_a_place :many
-- order_by: {newest: id DESC}
SELECT id FROM customers ORDER BY id
