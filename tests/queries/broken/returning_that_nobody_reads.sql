-- name: returning_that_nobody_reads :exec
DELETE FROM orders WHERE id = :id RETURNING id
