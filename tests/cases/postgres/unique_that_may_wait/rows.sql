INSERT INTO jobs (id, name, n) VALUES (1, 'one', 1), (2, 'two', NULL), (3, 'three', NULL);
