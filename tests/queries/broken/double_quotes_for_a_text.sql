-- name: double_quotes_for_a_text :many
SELECT id FROM customers WHERE name = "Ann"
