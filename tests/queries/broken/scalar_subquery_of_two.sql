-- name: scalar_subquery_of_two :many
SELECT (SELECT id, name FROM customers LIMIT 1) AS x
