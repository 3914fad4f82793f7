-- name: row_of_another_length :many
SELECT id FROM orders WHERE (placed_at, id) > (:placed_at)
