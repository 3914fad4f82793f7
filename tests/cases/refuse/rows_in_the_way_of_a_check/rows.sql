INSERT INTO jobs VALUES (1, ''), (2, 'x');
