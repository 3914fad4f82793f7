INSERT INTO jobs (id, name) VALUES (1, 'one'), (2, 'it''s "two"'), (3, NULL);
