-- name: parameter_of_two_types :many
SELECT id FROM customers WHERE id = :key OR name = :key
