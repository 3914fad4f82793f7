-- name: mixed :many
-- A constant beside a float is a float too, beside a whole number it is exact.
SELECT id,
       weight * 1.5 AS heavier,
       COALESCE(weight, 0.5) AS at_least,
       CASE WHEN quantity > 1 THEN weight ELSE 0.5 END AS one_of_two,
       quantity * 1.5 AS more
FROM orders;

-- name: added :optional
-- only: postgres
INSERT INTO customers (id, name) VALUES (:id, :name)
ON CONFLICT (id) DO UPDATE SET name = excluded.name
RETURNING (xmax = 0) AS inserted, E'it\'s' AS escaped, $$ :no $$ AS plain;
