-- name: parameter_is_a_key_word :many
SELECT id FROM customers WHERE name = :class
