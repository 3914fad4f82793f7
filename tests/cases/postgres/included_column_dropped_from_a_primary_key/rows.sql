INSERT INTO jobs VALUES (1, 'x'), (2, NULL);
