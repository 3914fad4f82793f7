INSERT INTO jobs (id, n) VALUES (1, 2);
