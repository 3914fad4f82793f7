-- name: wrong_number_of_arguments :many
SELECT lower(name, 1) AS n FROM customers
