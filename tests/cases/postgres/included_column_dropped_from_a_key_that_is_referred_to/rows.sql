INSERT INTO jobs VALUES (1, 'a', 'x'), (2, 'b', NULL);
INSERT INTO runs VALUES (1, 'a'), (2, NULL);
