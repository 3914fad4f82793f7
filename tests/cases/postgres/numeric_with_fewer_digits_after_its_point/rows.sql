INSERT INTO jobs (id, n) VALUES (1, 10.25), (2, NULL);
