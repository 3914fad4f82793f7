INSERT INTO jobs VALUES (1,'a'), (20,'b');
