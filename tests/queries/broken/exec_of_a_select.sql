-- name: exec_of_a_select :exec
SELECT id FROM customers
