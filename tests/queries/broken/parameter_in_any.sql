-- name: parameter_in_any :many
SELECT id FROM customers WHERE id = ANY(:ids)
