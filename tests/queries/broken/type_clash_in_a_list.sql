-- name: type_clash_in_a_list :many
SELECT id FROM customers WHERE id IN (1, 2, 'three')
