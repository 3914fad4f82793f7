-- name: column_twice_in_insert :exec
INSERT INTO customers (id, name, name) VALUES (:id, :name, :other)
