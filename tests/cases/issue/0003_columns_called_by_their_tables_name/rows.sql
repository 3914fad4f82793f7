INSERT INTO users (id, age) VALUES (1, 20), (2, 30);
