INSERT INTO jobs (name, parent_id) VALUES ('a', NULL), ('b', 1);
