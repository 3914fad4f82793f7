INSERT INTO jobs VALUES (1,'a','42'), (2,'b','007'), (3,'c','x');
