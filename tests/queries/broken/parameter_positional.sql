-- name: parameter_positional :many
SELECT id FROM customers WHERE id = ?
