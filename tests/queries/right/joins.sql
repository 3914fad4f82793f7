-- name: inner_join :many
SELECT o.id, c.email FROM orders AS o JOIN customers AS c ON c.id = o.customer_id

-- name: left_join :many
SELECT o.id, c.name FROM orders AS o LEFT JOIN customers AS c ON c.id = o.customer_id

-- name: left_join_made_inner :many
SELECT o.id, c.name, c.email FROM orders AS o LEFT JOIN customers AS c ON c.id = o.customer_id WHERE c.vip

-- name: left_join_filtered_by_an_optional_condition :many
-- optional: name
SELECT o.id, c.name FROM orders AS o LEFT JOIN customers AS c ON c.id = o.customer_id WHERE o.id > 0 AND c.name = :name

-- name: full_join :many
-- only: postgres
SELECT o.id, c.name FROM orders AS o FULL JOIN customers AS c ON c.id = o.customer_id

-- name: right_join :many
-- only: postgres
SELECT o.id, c.name FROM orders AS o RIGHT JOIN customers AS c ON c.id = o.customer_id

-- name: using :many
SELECT * FROM orders AS o JOIN (SELECT id, name FROM customers) AS c USING (id)

-- name: self_join :many
SELECT o.*, p.placed_at AS parent_placed_at FROM orders AS o LEFT JOIN orders AS p ON p.id = o.parent_id

-- name: chain :many
SELECT c.name, p.id FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.id JOIN orders AS p ON p.id = o.parent_id

-- name: cross :many
SELECT o.id, c.id AS customer FROM orders AS o, customers AS c WHERE c.id = o.customer_id

-- name: view :many
SELECT * FROM paid_orders WHERE customer_id = :customer_id

-- name: correlated :many
SELECT name, (SELECT max(placed_at) FROM orders AS o WHERE o.customer_id = c.id) AS latest,
    (SELECT count(*) FROM orders AS o WHERE o.customer_id = c.id) AS n
FROM customers AS c

-- name: exists :many
SELECT id FROM customers AS c WHERE EXISTS (SELECT * FROM orders AS o WHERE o.customer_id = c.id AND o.status = :status)
