INSERT INTO jobs VALUES (1, 1), (2, 2);
