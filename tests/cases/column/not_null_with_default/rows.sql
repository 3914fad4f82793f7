INSERT INTO jobs VALUES (1,'a',3), (2,'b',NULL);
