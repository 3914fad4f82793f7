INSERT INTO jobs (id, name) VALUES (1, 'one'), (2, 'it''s "two"'), (9223372036854775807, 'ünïcode');
INSERT INTO old_jobs (id, title) VALUES (1, 'x');
