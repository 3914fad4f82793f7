INSERT INTO "order" VALUES (1, 'x', 'y', 5), (2, 'z', NULL, NULL);
