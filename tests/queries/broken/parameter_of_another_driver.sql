-- name: parameter_of_another_driver :many
SELECT id FROM customers WHERE id = @id
