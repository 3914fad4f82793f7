-- name: natural_join :many
SELECT name FROM orders NATURAL JOIN customers
