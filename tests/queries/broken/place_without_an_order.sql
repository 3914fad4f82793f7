-- name: place_without_an_order :many
SELECT id FROM customers ORDER BY :order_by
