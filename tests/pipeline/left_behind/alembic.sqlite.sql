CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('f98424753fee');
CREATE TABLE authors (
	id INTEGER NOT NULL, 
	email VARCHAR(255) NOT NULL, 
	name VARCHAR(100), 
	is_active BOOLEAN DEFAULT 1 NOT NULL, 
	created DATETIME DEFAULT (CURRENT_TIMESTAMP) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE post_tags (
	post_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	PRIMARY KEY (post_id, tag_id), 
	FOREIGN KEY(post_id) REFERENCES posts (id) ON DELETE CASCADE, 
	FOREIGN KEY(tag_id) REFERENCES tags (id)
);
CREATE TABLE posts (
	id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	body TEXT NOT NULL, 
	status VARCHAR(5) NOT NULL, 
	rating NUMERIC(5, 2) DEFAULT '0' NOT NULL, 
	meta JSON NOT NULL, 
	published DATE, 
	PRIMARY KEY (id), 
	CONSTRAINT rating_positive CHECK (rating >= 0), 
	FOREIGN KEY(author_id) REFERENCES authors (id), 
	UNIQUE (author_id, slug)
);
CREATE TABLE tags (
	id INTEGER NOT NULL, 
	name VARCHAR(30) NOT NULL, 
	uid CHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_authors_email ON authors (email);
CREATE INDEX ix_posts_recent ON posts (author_id, published DESC);
