INSERT INTO odd (oid, rowid, _rowid_, n) VALUES (7, 'a', 'b', 1), (3, 'c', 'd', 2);
