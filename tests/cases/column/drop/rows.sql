INSERT INTO jobs VALUES (1,'a','n'), (5,'b',NULL);
