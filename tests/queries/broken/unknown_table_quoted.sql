-- name: unknown_table_quoted :many
SELECT id FROM "Orders1" WHERE id = :id
