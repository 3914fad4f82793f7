WITH team AS (INSERT INTO teams (id, lead_id) VALUES (1, 10)) INSERT INTO people (id, team_id) VALUES (10, 1);
