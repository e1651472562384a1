-- An outbox line says which version of its order it made, and whether anything beside the lamps and what explains them may have
-- changed: a verdict travels without the order it belongs to. Lines from before, and those of a server of an older version on
-- the same database, are taken for whole.
ALTER TABLE events ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN whole BIGINT NOT NULL DEFAULT 1;
