-- name: unused_stated_parameter :many
-- parameters: {order_id: integer}
SELECT id FROM orders WHERE id = :id
