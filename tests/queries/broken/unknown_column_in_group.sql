-- name: unknown_column_in_group :many
SELECT count(*) AS n FROM customers GROUP BY city
