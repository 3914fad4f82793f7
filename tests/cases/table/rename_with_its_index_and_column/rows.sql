INSERT INTO jobs (id, name) VALUES (1, 'one'), (2, '');
