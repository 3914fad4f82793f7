-- name: type_clash_in_set :exec
UPDATE orders SET quantity = 'many' WHERE id = :id
