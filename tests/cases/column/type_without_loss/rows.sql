INSERT INTO jobs VALUES (1,'a',42), (2,'b',NULL);
