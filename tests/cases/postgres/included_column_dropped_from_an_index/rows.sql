INSERT INTO jobs VALUES (1, 'a', 'x'), (2, 'a', NULL);
