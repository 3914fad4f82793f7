-- name: orders_with_customer :many
-- Orders and who placed them.
SELECT o.id, o.status, o.placed_at, c.name, c.email, c.created_at AS customer_since
FROM orders o JOIN customers c ON c.id = o.customer_id
WHERE o.placed_at >= :since
ORDER BY o.placed_at, o.id;

-- name: customers_with_orders :many
SELECT c.id, c.name, o.id AS order_id, o.status, o.placed_at, o.shipped_at
FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
ORDER BY c.name, o.id;

-- name: products_and_stock_right :many
SELECT s.sku, s.quantity, p.title, p.price
FROM stock s RIGHT JOIN products p ON p.sku = s.sku ORDER BY p.sku;

-- name: full_join :many
SELECT s.sku AS stock_sku, p.sku AS product_sku, p.weight
FROM stock s FULL JOIN products p ON p.sku = s.sku ORDER BY 2, 1;

-- name: totals_by_status :many
SELECT status, COUNT(*) AS orders, MIN(placed_at) AS first, MAX(shipped_at) AS last_shipped
FROM orders GROUP BY status ORDER BY status;

-- name: overall :one
-- columns: {money: {type: decimal, precision: 14, scale: 2}}
SELECT COUNT(*) AS lines, SUM(quantity) AS pieces, SUM(price) AS money, AVG(quantity) AS mean,
       MAX(CAST(price AS double precision)) AS dearest
FROM order_lines;

-- name: overall_zero :one
SELECT COALESCE(SUM(quantity), 0) AS pieces, COALESCE(MAX(CAST(price AS double precision)), 0) AS dearest FROM order_lines WHERE sku = :sku;

-- name: money_by_customer :many
-- columns: {total: {type: decimal, precision: 14, scale: 2}}
SELECT c.name, SUM(l.quantity * l.price) AS total, COUNT(DISTINCT o.id) AS orders
FROM customers c
JOIN orders o ON o.customer_id = c.id
JOIN order_lines l ON l.order_id = o.id
GROUP BY c.id, c.name
HAVING COUNT(*) >= :least
ORDER BY c.name;

-- name: ranked_lines :many
SELECT order_id, line, ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY CAST(price AS double precision) DESC, line) AS place,
       LAG(price) OVER (PARTITION BY order_id ORDER BY line) AS price_before,
       SUM(quantity) OVER (PARTITION BY order_id ORDER BY line) AS running,
       RANK() OVER (ORDER BY CAST(price AS double precision)) AS ranked,
       FIRST_VALUE(sku) OVER (PARTITION BY order_id ORDER BY line) AS first_sku
FROM order_lines ORDER BY order_id, line;

-- name: product_tree :many
WITH RECURSIVE tree (sku, depth, path) AS (
    SELECT sku, 0, title FROM products WHERE sku = :root
    UNION ALL
    SELECT p.sku, tree.depth + 1, tree.path || '/' || p.title FROM products p JOIN tree ON p.parent_sku = tree.sku
    WHERE tree.depth < :deepest
)
SELECT sku, depth, path FROM tree ORDER BY depth, sku;

-- name: counting :many
WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < :last) SELECT x FROM n;

-- name: names_of_all :many
SELECT name AS what, 'customer' AS kind FROM customers
UNION
SELECT title, 'product' FROM products
UNION ALL
SELECT note, 'note' FROM orders WHERE note IS NOT NULL
ORDER BY 1, 2;

-- name: unordered :many
SELECT sku FROM products WHERE sku NOT IN (SELECT sku FROM order_lines)
EXCEPT
SELECT sku FROM stock WHERE quantity = 0;

-- name: add_order :one
INSERT INTO orders (customer_id, placed_at, note) VALUES (:customer_id, :placed_at, :note)
RETURNING id, status, note, shipped_at;

-- name: add_order_row :one
INSERT INTO orders (customer_id, placed_at, meta) VALUES (:customer_id, :placed_at, :meta) RETURNING *;

-- name: put_stock :one
INSERT INTO stock (sku, warehouse, quantity) VALUES (:sku, :warehouse, :quantity)
ON CONFLICT (sku, warehouse) DO UPDATE SET quantity = stock.quantity + excluded.quantity, version = stock.version + 1
RETURNING quantity, version;

-- name: ensure_stock :optional
INSERT INTO stock (sku, warehouse) VALUES (:sku, :warehouse) ON CONFLICT DO NOTHING RETURNING *;

-- name: copy_stock :count
INSERT INTO stock (sku, warehouse, quantity)
SELECT sku, :target, quantity FROM stock WHERE warehouse = :source;

-- name: reserve :many
UPDATE stock SET quantity = stock.quantity - l.quantity
FROM order_lines l
WHERE l.sku = stock.sku AND l.order_id = :order_id AND stock.warehouse = :warehouse AND stock.quantity >= l.quantity
RETURNING stock.sku, stock.quantity;

-- name: remove_lines :many
DELETE FROM order_lines WHERE order_id = :order_id RETURNING line, sku, discount;

-- name: purge :exec
DELETE FROM orders WHERE status = 'CANCELLED' AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = orders.id);

-- name: by_ids :many
SELECT * FROM orders WHERE id IN :ids AND status NOT IN :statuses ORDER BY id;

-- name: search :many
-- optional: name, level, since, skus
-- order_by: {newest: "created_at DESC, id", name: "name, id"}
SELECT * FROM customers
WHERE active AND name LIKE :name AND level = :level AND created_at >= :since
  AND id IN (SELECT o.customer_id FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE l.sku IN :skus)
ORDER BY :order_by
LIMIT :limit OFFSET :offset;

-- name: page_after :many
SELECT * FROM orders WHERE (placed_at, id) > (:placed_at, :id) ORDER BY placed_at, id LIMIT :limit;

-- name: has_orders :one
SELECT EXISTS (SELECT 1 FROM orders WHERE customer_id = :customer_id) AS has;

-- name: classify :many
SELECT id,
       CASE WHEN shipped_at IS NULL THEN 'open' ELSE 'done' END AS state,
       CASE status WHEN 'NEW' THEN 1 WHEN 'PAID' THEN 2 END AS step,
       CASE WHEN note IS NOT NULL THEN note END AS said
FROM orders ORDER BY id;

-- name: waiting_time :many
SELECT id, shipped_at - placed_at AS took, (shipped_at - placed_at) / 1000 AS seconds, COALESCE(shipped_at, :now) - placed_at AS so_far
FROM orders ORDER BY id;

-- name: scalar_subquery :many
SELECT p.sku, (SELECT SUM(s.quantity) FROM stock s WHERE s.sku = p.sku) AS stock,
       (SELECT COUNT(*) FROM order_lines l WHERE l.sku = p.sku) AS sold,
       (SELECT title FROM products q WHERE q.sku = p.parent_sku) AS parent_title
FROM products p ORDER BY p.sku;

-- name: totals_view :many
-- columns: {total: {type: decimal, precision: 14, scale: 2}}
SELECT * FROM order_totals ORDER BY order_id;

-- name: like_percent :many
SELECT sku, title, '100%' AS hundred, 'a:b' AS colon FROM products WHERE title LIKE '%a%' OR title LIKE :like || '%' ORDER BY sku;

-- name: modulo :many
SELECT id, id % 2 AS odd FROM orders WHERE id % :m = 0 ORDER BY id;

-- name: nullif_query :many
SELECT id, NULLIF(note, '') AS note, NULLIF(status, 'NEW') AS status FROM orders ORDER BY id;

-- name: customer_of :optional
SELECT c.* FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.id = :order_id;

-- name: two_rows :optional
SELECT o.*, c.settings FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = :id;

-- name: price_math :many
-- columns: {doubled: {type: decimal, precision: 14, scale: 2}, third: float, more: {type: decimal, precision: 14, scale: 2}}
SELECT sku, price * 2 AS doubled, CAST(price AS double precision) / 3 AS third, price + 1 AS more, -price AS minus, ABS(price) AS size, ROUND(price, 1) AS rounded
FROM products ORDER BY sku;

-- name: line_discount :many
-- columns: {net: {type: decimal, precision: 14, scale: 6}, saved: {type: decimal, precision: 14, scale: 6}}
SELECT order_id, line, price * (1 - COALESCE(discount, 0)) AS net, price * discount AS saved FROM order_lines ORDER BY order_id, line;

-- name: text_functions :many
SELECT sku, UPPER(title) AS up, LENGTH(title) AS size, SUBSTR(title, 1, 2) AS start, REPLACE(title, 'a', 'b') AS replaced, TRIM(title) AS trimmed
FROM products ORDER BY sku;

-- name: newest_per_customer :many
SELECT id, customer_id FROM (
    SELECT id, customer_id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY placed_at DESC, id DESC) AS place FROM orders
) ranked WHERE place = 1 ORDER BY id;

-- name: labels_of :many
-- columns: {label: text}
-- only: sqlite
SELECT p.sku, j.value AS label FROM products p, json_each(p.labels) j ORDER BY 1, 2;

-- name: theme :many
-- columns: {theme: text, tags: text}
-- only: sqlite
SELECT id, settings ->> 'theme' AS theme, json_extract(settings, '$.tags') AS tags FROM customers ORDER BY id;

-- name: theme :many
-- columns: {theme: text, tags: text}
-- only: postgres
SELECT id, settings ->> 'theme' AS theme, (settings -> 'tags')::text AS tags FROM customers ORDER BY id;

-- name: has_key :many
-- only: postgres
SELECT id FROM customers WHERE settings ? 'theme' AND settings @> '{"theme": "dark"}'::jsonb ORDER BY id;

-- name: any_key :many
-- only: postgres
SELECT id, 'it''s 5% :no' AS a, CAST($$x :y %s$$ AS text) AS b, CAST(E'\'q' AS text) AS c FROM customers WHERE settings ?| ARRAY['theme', 'x'] ORDER BY id;

-- name: date_math :many
-- columns: {next_day: date}
-- only: postgres
SELECT id, born + 1 AS next_day, CAST(EXTRACT(year FROM born) AS bigint) AS year FROM customers ORDER BY id;

-- name: date_math :many
-- columns: {next_day: date}
-- only: sqlite
SELECT id, date(born, '+1 day') AS next_day, CAST(strftime('%Y', born) AS integer) AS year FROM customers ORDER BY id;

-- name: weird_parameters :many
SELECT id FROM orders WHERE id > :self AND id < :sql + id AND id <> :values AND id <> :list AND note = :str AND placed_at > :type ORDER BY id;

-- name: words_of_the_code :many
SELECT id FROM orders
WHERE id > :exactly_one AND note = :decode_json AND note <> :found AND id IN :row AND id < :limit AND id <> :change
  AND placed_at > :datetime AND note <> :int;

-- name: a_list_and_its_like :many
SELECT id FROM orders WHERE id IN :ids AND id <> :ids__0 ORDER BY id;

-- name: filtered :one
SELECT COUNT(*) FILTER (WHERE status = 'NEW') AS new, SUM(id) FILTER (WHERE status = 'PAID') AS paid FROM orders;

-- name: string_list :many
-- only: postgres
SELECT order_id, string_agg(sku, ',' ORDER BY line) AS skus FROM order_lines GROUP BY order_id;

-- name: string_list :many
-- only: sqlite
SELECT order_id, group_concat(sku, ',') AS skus FROM order_lines GROUP BY order_id;

-- name: odd_texts :one
-- Doc with """ three quotes, a \ backslash, {braces}, %s and %(x)s\
SELECT 'a:b' AS colon, '%s %(x)s 5%' AS percent, '{x}' AS braces, 'back\slash' AS backslash, 'three """ quotes' AS quotes,
       'x -- no comment' AS dashes, 'it''s :no /* parameter */' AS quoted, 'two
  
lines  ' AS lines -- :comment
FROM customers /* :nope ; */ WHERE name LIKE '%n\%' ESCAPE '\' OR name LIKE '%n%' OR id = :id LIMIT 1;

-- name: a_rather_long_name_of_a_query_that_goes_past_the_end :one
SELECT created_at FROM customers WHERE id = :id;

-- name: one_credit :optional
SELECT credit FROM customers WHERE id = :id;

-- name: one_setting :one
SELECT settings FROM customers WHERE id = :id AND settings IS NOT NULL;

-- name: one_birthday :one
SELECT born FROM customers WHERE id = :id;
