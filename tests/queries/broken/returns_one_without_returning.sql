-- name: returns_one_without_returning :one
UPDATE customers SET vip = :vip WHERE id = :id
