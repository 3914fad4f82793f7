-- name: stated_type_clashes :many
-- parameters: {name: boolean}
SELECT id FROM customers WHERE name = :name
