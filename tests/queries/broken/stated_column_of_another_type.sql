-- name: stated_column_of_another_type :many
-- columns: {name: integer}
SELECT name FROM customers
