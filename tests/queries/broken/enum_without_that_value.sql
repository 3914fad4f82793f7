-- name: enum_without_that_value :many
SELECT id FROM orders WHERE status = 'PIAD'
