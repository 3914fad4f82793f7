-- name: column_dropped_by_the_spec :many
SELECT id, phone FROM customers WHERE phone = :phone
