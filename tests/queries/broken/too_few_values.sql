-- name: too_few_values :exec
INSERT INTO customers (id, name, email) VALUES (:id, :name)
