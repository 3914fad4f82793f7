-- name: colon_alone :many
SELECT id FROM customers WHERE id = : id
