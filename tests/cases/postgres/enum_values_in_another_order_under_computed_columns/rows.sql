INSERT INTO jobs (id, status) VALUES (1, 'NEW'), (2, NULL);
