CREATE TABLE "users" (id INTEGER PRIMARY KEY, age INTEGER, CONSTRAINT adult CHECK ("users"."age" > 17));
