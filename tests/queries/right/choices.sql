-- name: filters :many
-- optional: status, since
-- order_by: {newest: "placed_at DESC, id DESC", largest: "quantity DESC, id"}
SELECT * FROM orders
WHERE status = :status AND customer_id = :customer_id AND placed_at >= :since
ORDER BY :order_by
LIMIT :limit

-- name: nothing_sure :many
-- optional: status, since
SELECT id FROM orders WHERE status IN :status AND placed_at BETWEEN :since AND 99 GROUP BY id

-- name: in_parentheses :many
-- optional: word
SELECT id FROM customers WHERE vip AND (name LIKE :word OR email LIKE :word)

-- name: on_a_join :many
-- optional: status
SELECT c.id, o.id AS order_id FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.id AND o.status = :status WHERE c.vip

-- name: exists_goes_as_a_whole :many
-- optional: status
SELECT id FROM customers AS c WHERE vip AND EXISTS (SELECT 1 FROM orders AS o WHERE o.customer_id = c.id AND o.status = :status)

-- name: inside_a_subquery :count
-- optional: status
UPDATE orders SET quantity = 0 WHERE id IN (SELECT id FROM orders WHERE status = :status ORDER BY id LIMIT :limit)

-- name: sorted_afterwards :many
-- sorted_by: placed_at, id
DELETE FROM orders WHERE id IN :ids RETURNING id, placed_at

-- name: lists :many
SELECT id FROM orders WHERE id IN :ids AND customer_id NOT IN :customers
