INSERT INTO jobs VALUES (1,'a','X'), (2,'b',NULL);
