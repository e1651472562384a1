-- How the line between a shop and NP stands. Apart from the shop's settings: it changes with every call.
CREATE TABLE links (
    shop_id     BIGINT PRIMARY KEY REFERENCES shops (id),
    troubles    BIGINT NOT NULL DEFAULT 0,
    slow_until  BIGINT NOT NULL DEFAULT 0,
    answered_at BIGINT,
    trouble_at  BIGINT,
    trouble     TEXT
);

-- When NP took the living registration: its OK is valid for so many days from then.
ALTER TABLE orders ADD COLUMN registered_at BIGINT;
UPDATE orders SET registered_at = (
    SELECT MAX(settled_at) FROM acts WHERE acts.order_id = orders.id AND acts.kind = 'register' AND acts.state = 'done'
) WHERE np_transaction_id IS NOT NULL;
-- Money at risk: OK, and NP does not know that it was shipped.
CREATE INDEX orders_unreported ON orders (registered_at, id) WHERE credit = 'ok' AND shipment <> 'synced';

DROP INDEX acts_due;
CREATE INDEX acts_due ON acts (shop_id, kind, checks_first, doubtful, urgency DESC, id, not_before) WHERE state IN ('queued', 'unknown');
CREATE INDEX acts_settled ON acts (shop_id, settled_at) WHERE settled_at IS NOT NULL;

-- Servers that share this database. Each counts up its beats; one whose count stands still is dead, and the acts it had
-- sent are looked into. No times: the servers' clocks need not agree.
DROP TABLE servers;
CREATE TABLE servers (
    id    TEXT PRIMARY KEY,
    beats BIGINT NOT NULL
);
