-- name: aggregate_in_where :many
SELECT id FROM orders WHERE count(*) > 1
