-- name: optional_beside_an_or :many
-- optional: name
SELECT id FROM customers WHERE vip OR name = :name
