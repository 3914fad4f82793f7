INSERT INTO jobs (id, a, b, c) VALUES (1, 'was a', NULL, 1.5), (2, 'was a too', 2, 2.5);
