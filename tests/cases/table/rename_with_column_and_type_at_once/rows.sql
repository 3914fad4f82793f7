INSERT INTO jobs VALUES (3, 'x', 5), (7, 'y', NULL);
