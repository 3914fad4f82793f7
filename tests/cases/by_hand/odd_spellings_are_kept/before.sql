create table if not exists [My Jobs](
    /* the key */ "id" integer not null primary key asc,
    `kind` varchar ( 20 ) default "plain" collate nocase,
    price decimal(10, 2) check (price >= 0),
    'note' TEXT NULL DEFAULT NULL,
    when_ DATETIME DEFAULT CURRENT_TIMESTAMP,
    constraint one_kind unique (kind, price), check (price < 1000 or kind = 'it''s')
);
create index "by kind" on [My Jobs](kind collate binary desc) where price is not null;
