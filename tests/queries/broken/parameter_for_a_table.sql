-- name: parameter_for_a_table :many
SELECT id FROM :table WHERE id = 1
