SELECT 1;
-- name: find :many
SELECT id FROM orders
