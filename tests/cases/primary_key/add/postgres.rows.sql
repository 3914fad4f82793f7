INSERT INTO tags (job, tag) VALUES ('z', 'x'), ('a', 'x'), ('a', 'y');
