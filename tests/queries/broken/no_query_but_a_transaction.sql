-- name: no_query_but_a_transaction :exec
COMMIT
