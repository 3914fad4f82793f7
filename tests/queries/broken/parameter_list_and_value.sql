-- name: parameter_list_and_value :many
SELECT id FROM customers WHERE id = :id OR id IN :id
