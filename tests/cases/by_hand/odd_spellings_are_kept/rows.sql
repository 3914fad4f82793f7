INSERT INTO "My Jobs" VALUES (1, 'a', 1.5, NULL, '2024'), (2, NULL, NULL, 'n', NULL);
