-- name: unknown_column_in_conflict :exec
INSERT INTO customers (id, name) VALUES (:id, :name)
ON CONFLICT (id) DO UPDATE SET name = excluded.nmae
