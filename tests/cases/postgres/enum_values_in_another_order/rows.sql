INSERT INTO jobs (id, status) VALUES (1, 'NEW'), (2, 'DONE');
INSERT INTO runs VALUES (1, 'DONE'), (2, NULL);
