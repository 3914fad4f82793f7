INSERT INTO tags VALUES ('a', 'x'), ('a', 'y');
