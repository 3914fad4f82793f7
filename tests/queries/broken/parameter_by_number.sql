-- name: parameter_by_number :many
SELECT id FROM customers WHERE id = :1
