-- name: unknown_column_in_insert :exec
INSERT INTO customers (id, name, mail) VALUES (:id, :name, :mail)
