-- name: type_clash_text_and_number :many
SELECT id FROM customers WHERE id = 'seven'
