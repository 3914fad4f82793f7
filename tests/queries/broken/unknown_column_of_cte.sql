-- name: unknown_column_of_cte :many
WITH late AS (SELECT id FROM orders) SELECT id, placed_at FROM late
