-- name: any_word_of_sql :many
SELECT id
FROM orders
WHERE status IN ('NEW', :like) OR placed_at BETWEEN :select AND :group OR id NOT IN :values OR quantity < :limit
ORDER BY id
LIMIT :to
