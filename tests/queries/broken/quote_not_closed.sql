-- name: quote_not_closed :many
SELECT id FROM customers WHERE name = 'it's'
