-- name: parameter_without_type :many
SELECT id FROM customers WHERE vip AND CAST(:x AS text) = CAST(:y AS text) AND :z IS NULL
