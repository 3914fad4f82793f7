-- name: sorted_by_what_is_not_there :many
-- sorted_by: placed_at
DELETE FROM orders WHERE id = :id RETURNING id
