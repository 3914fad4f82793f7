INSERT INTO jobs VALUES (1, 5), (2, 7);
