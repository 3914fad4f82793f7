-- name: type_clash_in_union :many
SELECT id AS x FROM customers UNION SELECT name FROM customers
