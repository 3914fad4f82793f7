INSERT INTO tags VALUES ('a', 'x', 1), ('b', 'y', '1'), ('c', 'z', x'31');
INSERT INTO jobs VALUES (5, 'x'), (6, 'y');
DELETE FROM jobs WHERE id = 6;
