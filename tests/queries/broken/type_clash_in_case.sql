-- name: type_clash_in_case :many
SELECT CASE WHEN vip THEN 1 ELSE name END AS x FROM customers
