INSERT INTO jobs VALUES (1,'a','was a', 'was b');
