-- name: syntax_error :many
SELECT id, FROM customers WHERE
