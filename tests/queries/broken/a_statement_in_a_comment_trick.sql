-- name: a_statement_in_a_comment_trick :many
SELECT id FROM customers WHERE name = '/*' ; DELETE FROM orders -- */'
