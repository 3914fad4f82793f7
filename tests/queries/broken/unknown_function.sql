-- name: unknown_function :many
SELECT fullname(name) AS n FROM customers
