INSERT INTO old (id, name) VALUES (7, 'a'), (NULL, 'b');
