-- name: enum_set_to_another_value :exec
UPDATE orders SET status = 'LOST' WHERE id = :id
