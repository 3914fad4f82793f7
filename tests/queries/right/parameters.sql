-- name: compared :many
SELECT id FROM orders WHERE status = :status AND placed_at BETWEEN :since AND :until AND quantity IN :quantities
    AND weight > :weight LIMIT :limit OFFSET :offset

-- name: rows :many
SELECT id FROM orders WHERE (placed_at, id) > (:placed_at, :id) ORDER BY placed_at, id LIMIT :limit

-- name: spans :many
SELECT id FROM orders WHERE placed_at < CAST(:now AS bigint) - :grace AND shipped_at + :delay <= :now

-- name: stated :many
-- parameters: {n: {type: integer, nullable: true}}
-- columns: {n: integer}
SELECT id, CAST(:n AS integer) AS n FROM orders

-- name: unless :many
SELECT id FROM customers WHERE CAST(:name AS text) IS NULL OR name = :name

-- name: put :exec
INSERT INTO customers (id, name, email, vip, born, note) VALUES (:id, :name, :email, :vip, :born, :note)

-- name: put_or_change :count
INSERT INTO customers (id, name, email) VALUES (:id, :name, :email)
ON CONFLICT (id) DO UPDATE SET email = excluded.email, note = :note WHERE customers.vip

-- name: copy :count
INSERT INTO customers (id, name) SELECT id + :shift, name FROM customers WHERE vip

-- name: change :one
UPDATE orders SET shipped_at = :now, weight = weight + :more, status = 'SENT' WHERE id = :id AND status = :status RETURNING *

-- name: change_from :many
UPDATE orders SET quantity = quantity + 1 FROM customers AS c WHERE c.id = orders.customer_id AND c.email = :email RETURNING orders.id

-- name: keep_if_none :count
UPDATE customers SET name = COALESCE(:name, name) WHERE id = :id

-- name: remove :many
DELETE FROM orders WHERE customer_id = :customer_id RETURNING id, status

-- name: likes :many
SELECT id FROM customers WHERE name LIKE :pattern AND email NOT LIKE '%:x%'
