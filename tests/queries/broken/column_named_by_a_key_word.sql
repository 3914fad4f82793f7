-- name: column_named_by_a_key_word :many
SELECT id AS class FROM orders
