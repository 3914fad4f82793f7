INSERT INTO jobs (id, n) VALUES (1, '10'), (2, 'seven');
