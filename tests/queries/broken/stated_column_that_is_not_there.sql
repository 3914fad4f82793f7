-- name: stated_column_that_is_not_there :many
-- columns: {total: integer}
SELECT id FROM orders
