-- name: count_of_a_select :count
SELECT id FROM customers
