INSERT INTO jobs (id, name, done) VALUES (1, 'one', 0), (2, NULL, 1);
