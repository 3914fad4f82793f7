-- name: optional_of_the_only_condition_of_a_delete :count
-- optional: status
DELETE FROM orders WHERE status = :status
