INSERT INTO jobs VALUES (1, 'NEW'), (2, 'DONE'), (10, 'GONE');
