INSERT INTO tags (id, label, kind) VALUES ('a', 'x', NULL), ('b', 'y', 'a');
