INSERT INTO teams (id) VALUES (1), (2);
INSERT INTO people (id, team_id) VALUES (10, 1), (11, NULL);
