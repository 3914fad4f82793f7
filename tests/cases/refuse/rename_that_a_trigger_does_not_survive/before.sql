CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,  -- the number; it is handed out by the database
    name TEXT NOT NULL
);
CREATE TABLE audit (job INTEGER, what TEXT);
CREATE VIEW named AS SELECT id, name FROM jobs WHERE name <> '';
CREATE VIEW twice AS SELECT n.id, a.what FROM named AS n JOIN audit AS a ON a.job = n.id;
CREATE TRIGGER tr_jobs AFTER DELETE ON jobs BEGIN INSERT INTO audit VALUES (old.id, 'gone; deleted'); END;
CREATE TRIGGER tr_audit AFTER INSERT ON audit WHEN new.what = 'x' BEGIN UPDATE jobs SET name = 'audited' WHERE id = new.job; END;
CREATE TRIGGER tr_named INSTEAD OF INSERT ON named BEGIN INSERT INTO jobs (id, name) VALUES (new.id, new.name); END;
