-- name: order_by_an_unknown_column :many
-- order_by: {newest: "id DESC", best: "name, rank DESC"}
SELECT id FROM customers ORDER BY :order_by
