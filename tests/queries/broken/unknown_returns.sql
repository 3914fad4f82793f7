-- name: unknown_returns :all
SELECT id FROM customers
