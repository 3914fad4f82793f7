INSERT INTO jobs (id, name) VALUES (1, 'one'), (2, 'it''s "two"'), (9223372036854775807, 'ünïcode');
