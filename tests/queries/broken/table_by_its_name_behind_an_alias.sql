-- name: table_by_its_name_behind_an_alias :many
SELECT orders.id FROM orders AS o
