-- name: parameter_list_of_rows :many
SELECT id FROM customers WHERE (id, name) IN :pairs
