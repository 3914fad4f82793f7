-- name: unknown_column_in_cte :many
WITH late AS (SELECT id, placed FROM orders) SELECT id FROM late
