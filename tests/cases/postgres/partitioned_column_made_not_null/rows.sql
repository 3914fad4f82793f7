INSERT INTO readings VALUES (1, 'n', NULL), (2, 's', 8), (3, 's', NULL);
