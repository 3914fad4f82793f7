INSERT INTO jobs (id, name, amount) VALUES (1, 'a', 10), (2, 'b', 0), (3, 'b', 1000000);
