-- name: next_day :many
SELECT born + 1 AS day FROM customers

-- name: age :many
SELECT born - '2000-01-01' AS days FROM customers
