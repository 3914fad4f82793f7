-- name: generated_column_set :exec
UPDATE orders SET double_quantity = 4 WHERE id = :id
