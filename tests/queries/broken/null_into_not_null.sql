-- name: null_into_not_null :exec
UPDATE customers SET name = NULL WHERE id = :id
