INSERT INTO old VALUES (1,'x'),(2,'y');
