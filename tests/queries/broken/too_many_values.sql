-- name: too_many_values :exec
INSERT INTO customers (id, name) SELECT id, name, email FROM customers
