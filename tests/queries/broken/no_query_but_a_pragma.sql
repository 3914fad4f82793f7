-- name: no_query_but_a_pragma :exec
PRAGMA foreign_keys = OFF
