-- name: unknown_column_in_set :exec
UPDATE orders SET statuss = :status WHERE id = :id
