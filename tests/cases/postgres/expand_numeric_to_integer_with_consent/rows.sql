INSERT INTO jobs (id, n) VALUES (1, 1.25), (2, 7), (3, NULL);
