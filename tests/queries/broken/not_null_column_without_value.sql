-- name: not_null_column_without_value :exec
INSERT INTO orders (id, status) VALUES (:id, :status)
