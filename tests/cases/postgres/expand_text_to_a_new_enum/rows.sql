INSERT INTO jobs (id, mood) VALUES (1, 'sad'), (2, 'glad'), (3, NULL);
