-- name: optional_outside_conditions :many
-- optional: limit
SELECT id FROM customers LIMIT :limit
