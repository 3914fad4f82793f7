-- name: no_query_but_attach :exec
ATTACH 'other.db' AS other
