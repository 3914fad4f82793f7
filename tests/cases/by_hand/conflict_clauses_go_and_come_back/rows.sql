INSERT INTO jobs VALUES (2, 'a', 's');
