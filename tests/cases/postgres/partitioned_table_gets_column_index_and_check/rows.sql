INSERT INTO jobs VALUES (1, 'a'), (150, 'b');
