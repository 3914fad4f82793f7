-- name: unknown_column_in_view :many
SELECT status FROM paid_orders
