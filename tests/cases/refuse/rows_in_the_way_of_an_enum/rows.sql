INSERT INTO jobs VALUES (1, 'A'), (2, 'C');
