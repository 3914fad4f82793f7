INSERT INTO jobs (id, size, weight) VALUES (1, 10, NULL), (2, 20, 2);
