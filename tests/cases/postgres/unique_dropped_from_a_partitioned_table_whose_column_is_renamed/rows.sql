INSERT INTO jobs VALUES (1, 'a'), (2, 'b');
