-- name: parameter_in_capitals :many
SELECT id FROM customers WHERE name = :userName
