INSERT INTO jobs VALUES (1, NULL), (2, 'x'), (3, NULL), (4, NULL), (5, NULL);
