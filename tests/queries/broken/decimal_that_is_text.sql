-- name: dearer :many
SELECT id FROM prices WHERE price > :price

-- name: between :many
SELECT id FROM prices WHERE price BETWEEN :low AND :high

-- name: dearest :one
SELECT MAX(price) AS dearest FROM prices

-- name: in_order :many
SELECT id, price FROM prices ORDER BY price DESC

-- name: ranked :many
SELECT id, RANK() OVER (ORDER BY price) AS place FROM prices

-- name: five :many
SELECT id FROM prices WHERE price = 5

-- name: set_five :exec
UPDATE prices SET price = 5 WHERE id = :id

-- name: chosen :many
-- order_by: {cheapest: "price, id"}
SELECT id FROM prices ORDER BY :order_by

-- name: pages :many
SELECT id FROM prices WHERE (price, id) > (:price, :id)

-- name: raised :exec
UPDATE prices SET price = price * 2 WHERE id = :id

-- name: put :exec
INSERT INTO prices (id, price, cost) SELECT id + 100, cost, cost FROM prices WHERE id = :id
