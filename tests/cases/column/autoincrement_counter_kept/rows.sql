INSERT INTO jobs VALUES (1,'a',NULL), (900,'b','x');
DELETE FROM jobs WHERE id = 900;
