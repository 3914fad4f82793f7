INSERT INTO jobs (id, first, last) VALUES (1, 'Lovelace', 'Ada'), (2, 'it''s "two"', ''), (3, 'ünïcode', 'x');
