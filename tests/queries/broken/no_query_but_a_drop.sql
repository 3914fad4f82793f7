-- name: no_query_but_a_drop :exec
DROP TABLE customers
