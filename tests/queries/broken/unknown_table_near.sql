-- name: unknown_table_near :many
SELECT id
FROM
    custmers
WHERE id = :id
