INSERT INTO jobs VALUES (1, 'q', 'n', NULL), (2, 'q', 'm', 1);
