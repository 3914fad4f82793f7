INSERT INTO jobs VALUES (1,'a'), (20,'b');
DELETE FROM jobs WHERE id = 20;
