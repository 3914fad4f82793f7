-- name: sorted_by_a_column_that_may_be_null :many
-- sorted_by: shipped_at, id
DELETE FROM orders WHERE id = :id RETURNING id, shipped_at
