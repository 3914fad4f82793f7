-- name: syntax_error_word :many
SELECT id FROM customers WERE id = :id
