INSERT INTO tags VALUES ('b', 'x', NULL), ('a', 'y', 'n'), ('a', 'x', 'm');
