-- name: unused_optional_parameter :many
-- optional: ids
SELECT id FROM orders WHERE id = :id
