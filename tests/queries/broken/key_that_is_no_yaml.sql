-- name: find :many
-- parameters: {id: integer
SELECT id FROM orders WHERE id = :id
