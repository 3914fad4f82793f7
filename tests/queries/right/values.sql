-- name: whole_row :optional
-- Words for people: all of them.
SELECT * FROM orders WHERE id = :id

-- name: whole_row_narrowed :many
SELECT * FROM orders WHERE shipped_at IS NOT NULL AND parent_id = :parent_id

-- name: narrowed :many
SELECT id, shipped_at, parent_id, weight FROM orders WHERE shipped_at > :since AND parent_id IN :parents AND NOT (weight IS NULL)

-- name: not_narrowed :many
SELECT id, shipped_at, parent_id FROM orders WHERE (shipped_at > :since OR id = 1) AND parent_id NOT IN :parents

-- name: coalesced :many
SELECT COALESCE(shipped_at, placed_at) AS moment, COALESCE(weight, shipped_at) AS maybe, NULLIF(quantity, 0) AS some FROM orders

-- name: cases :many
SELECT CASE WHEN vip THEN 'yes' END AS a, CASE WHEN vip THEN 1 ELSE 0 END AS b, CASE id WHEN 1 THEN email ELSE name END AS c FROM customers

-- name: sums :one
SELECT count(*) AS n, count(shipped_at) AS shipped, sum(quantity) AS total, max(placed_at) AS latest, min(weight) AS lightest FROM orders

-- name: sums_by_group :many
SELECT status, count(*) AS n, sum(quantity) AS total, max(placed_at) AS latest, min(weight) AS lightest, avg(quantity) AS mean
FROM orders GROUP BY status HAVING count(*) > :least

-- name: sums_of_nothing_made_zero :one
SELECT COALESCE(sum(quantity), 0) AS total FROM orders WHERE customer_id = :customer_id

-- name: windows :many
SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at) AS n,
    lag(placed_at) OVER (ORDER BY placed_at) AS before, lead(quantity, 1, 0) OVER (ORDER BY placed_at) AS next,
    sum(quantity) OVER (ORDER BY placed_at) AS running, first_value(status) OVER w AS first
FROM orders WINDOW w AS (PARTITION BY customer_id ORDER BY placed_at)

-- name: unions :many
SELECT id, email AS label FROM customers UNION ALL SELECT id, status FROM orders ORDER BY id LIMIT :limit

-- name: arithmetic :many
SELECT placed_at + 1000 AS later, shipped_at - placed_at AS took, quantity * 2 AS twice, weight * quantity AS heavy, -quantity AS negative
FROM orders

-- name: texts :many
SELECT lower(name) AS small, name || '-' || :suffix AS both, length(email) AS size, upper(:word) AS big, substr(name, 1, 3) AS start FROM customers

-- name: casts :many
SELECT CAST(id AS text) AS t, CAST(:x AS integer) AS x FROM orders

-- name: a_string_with_a_colon :many
SELECT id, 'a:b :c' AS letters FROM orders WHERE status <> :status AND 'it''s :none' <> ':neither'

-- name: comments :many
SELECT id /* :nothing */ FROM orders -- :neither
WHERE status = 'NEW' -- 'and no quote

-- name: recursive :many
WITH RECURSIVE tree (id, depth) AS (
    SELECT id, 0 FROM orders WHERE id = :root
    UNION ALL SELECT o.id, t.depth + 1 FROM orders AS o JOIN tree AS t ON o.parent_id = t.id
)
SELECT * FROM tree ORDER BY depth

-- name: cte :many
WITH late AS (SELECT * FROM orders WHERE shipped_at IS NULL) SELECT id, shipped_at FROM late WHERE placed_at < :before

-- name: sums_in_a_having :many
SELECT max(shipped_at) AS latest, count(shipped_at) AS n FROM orders HAVING count(*) > :n

-- name: bare_beside_a_sum :one
-- only: sqlite
SELECT customer_id, count(*) AS n FROM orders WHERE id > 100

-- name: filtered_sums :one
SELECT sum(quantity) FILTER (WHERE status = 'SENT' AND id > 100) AS total, count(*) FILTER (WHERE id > 100) AS n FROM orders

-- name: window_frames :many
SELECT sum(quantity) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS before,
    max(shipped_at) OVER (PARTITION BY customer_id) AS latest, nth_value(id, 2) OVER (ORDER BY id) AS second FROM orders

-- name: divisions :many
SELECT quantity / quantity AS a, quantity % 2 AS b, 10 / weight AS c FROM orders

-- name: excepts :many
SELECT parent_id FROM orders EXCEPT SELECT id FROM orders WHERE id > 2

-- name: recursive_with_nulls :many
WITH RECURSIVE up (id, parent_id) AS (
    SELECT id, id FROM orders
    UNION SELECT o.id, o.parent_id FROM orders AS o JOIN up ON up.parent_id = o.id
)
SELECT id, parent_id FROM up

-- name: derived_left :many
SELECT c.id, d.n, d.latest FROM customers AS c
LEFT JOIN (SELECT customer_id, count(*) AS n, max(shipped_at) AS latest FROM orders GROUP BY customer_id) AS d ON d.customer_id = c.id

-- name: in_select_list :many
SELECT id, id IN (SELECT parent_id FROM orders) AS is_parent, shipped_at > placed_at AS was_sent, vip_of.vip
FROM orders LEFT JOIN (SELECT id AS customer, vip FROM customers) AS vip_of ON vip_of.customer = orders.customer_id

-- name: any_truth :many
SELECT id, shipped_at IS NULL AS waits, NOT (weight > 1) AS light, status LIKE 'N%' AS fresh FROM orders

-- name: values_alone :many
VALUES (1, 'a'), (2, NULL)

-- name: values_joined :many
SELECT v.column1 AS id, v.column2 AS label FROM (VALUES (1, 'a'), (2, NULL)) AS v
