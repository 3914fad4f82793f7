INSERT INTO jobs VALUES (1, '[1,5)'), (2, '[5,7)');
