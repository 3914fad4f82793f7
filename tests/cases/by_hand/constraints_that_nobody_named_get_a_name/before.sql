CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  queue text NOT NULL,
  name text NOT NULL,
  next_id integer REFERENCES jobs,
  unique (queue, name), -- one of a name
  check (name<>'' and (queue)!='')
);
