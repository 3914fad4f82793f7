-- name: two_statements_behind_a_comment :many
SELECT id FROM customers -- ;
; DROP TABLE customers
