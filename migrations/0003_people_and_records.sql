-- What a person may do. Who had an account before roles were there could do everything.
ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'manager';
ALTER TABLE users ADD COLUMN active BIGINT NOT NULL DEFAULT 1;

-- What people did, kept as it was written: the program has no statement that changes or deletes a line.
CREATE TABLE audit (
    id      BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    who     TEXT NOT NULL,
    kind    TEXT NOT NULL,
    what    TEXT NOT NULL,
    shop_id BIGINT REFERENCES shops (id),
    address TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_by_kind ON audit (kind, id);
CREATE INDEX audit_by_shop ON audit (shop_id, id) WHERE shop_id IS NOT NULL;
INSERT INTO counters (name, value) VALUES ('audit', 0);

-- Settings of the whole desk: one JSON text by name.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
