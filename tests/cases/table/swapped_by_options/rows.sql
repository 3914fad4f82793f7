INSERT INTO jobs VALUES (1, 'one'), (2, 'two');
INSERT INTO old_jobs VALUES (7, 'seven', 1);
INSERT INTO runs VALUES (1, 2), (2, 2);
