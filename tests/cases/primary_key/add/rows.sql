INSERT INTO tags (rowid, job, tag) VALUES (7, 'z', 'x'), (3, 'a', 'x'), (900, 'a', 'y');
