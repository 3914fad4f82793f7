INSERT INTO jobs VALUES (1, 'a', 'NEW', 'w', 5, '\x00'), (4, 'b', 'DONE', NULL, NULL, NULL);
