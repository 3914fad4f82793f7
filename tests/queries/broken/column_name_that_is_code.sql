-- name: column_name_that_is_code :many
SELECT id AS "x: int = __import__('os')" FROM orders
