-- name: unknown_column_of_alias :many
SELECT c.emial FROM customers AS c
