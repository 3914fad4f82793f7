-- name: comment_not_closed :many
SELECT id FROM customers /* where vip
