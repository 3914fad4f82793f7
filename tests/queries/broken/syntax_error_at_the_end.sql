-- name: syntax_error_at_the_end :many
SELECT id FROM customers WHERE (id = :id
