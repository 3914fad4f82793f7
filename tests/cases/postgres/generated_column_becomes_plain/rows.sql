INSERT INTO jobs (id, price) VALUES (1, 5), (2, 7);
