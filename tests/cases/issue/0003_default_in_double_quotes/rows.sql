INSERT INTO jobs (id, m) VALUES (1, 2);
