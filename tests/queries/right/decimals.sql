-- name: compared :many
SELECT id, price, cost
FROM prices
WHERE CAST(price AS double precision) > :least AND cost < :most AND price IN :prices AND price <> '5.00'
ORDER BY cost, id;

-- name: dearest :one
SELECT MAX(cost) AS dearest FROM prices;

-- name: copied :exec
INSERT INTO prices (id, price, cost) SELECT id + :step, price, cost FROM prices WHERE id = :id;

-- name: put :exec
INSERT INTO prices (id, price, cost) VALUES (:id, '1.00', :cost)
ON CONFLICT (id) DO UPDATE SET price = excluded.price, cost = excluded.cost + prices.cost;

-- name: written :exec
-- only: sqlite
UPDATE prices SET price = printf('%.2f', price * 2), cost = cost * 2 WHERE id = :id;

-- name: chosen :exec
UPDATE prices SET price = COALESCE(:price, price) WHERE id = :id;
