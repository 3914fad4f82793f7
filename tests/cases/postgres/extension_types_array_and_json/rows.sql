INSERT INTO jobs (id, name) VALUES (1, 'a'), (20, 'b');
