INSERT INTO jobs VALUES (1, 'x'), (2, 'x'), (3, 'X');
