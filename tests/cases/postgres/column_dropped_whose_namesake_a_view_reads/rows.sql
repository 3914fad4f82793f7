INSERT INTO jobs VALUES (1, 'a');
INSERT INTO runs VALUES (1, 1, 'b');
