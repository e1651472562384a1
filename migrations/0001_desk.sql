-- One text for SQLite and PostgreSQL: BIGINT and TEXT only, ids given by the application, times in unix milliseconds,
-- days as 'yyyy-MM-dd', flags as 0/1, lists as JSON text.

-- Sequences. Taking a number locks its row until commit, so numbers appear in commit order on both engines:
-- a reader that has seen event 7 can never be surprised by a late event 6.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('order', 0), ('act', 0), ('run', 0), ('event', 0), ('shop', 0), ('user', 0);

CREATE TABLE users (
    id            BIGINT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash   TEXT PRIMARY KEY,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);

CREATE TABLE shops (
    id             BIGINT PRIMARY KEY,
    code           TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    environment    TEXT NOT NULL,
    merchant_code  TEXT NOT NULL,
    terminal_id    TEXT NOT NULL,
    sp_code_sealed TEXT NOT NULL,
    site_name      TEXT NOT NULL DEFAULT '',
    site_url       TEXT NOT NULL DEFAULT '',
    paused_because TEXT,
    auto_credit    BIGINT NOT NULL DEFAULT 0,
    auto_check     BIGINT NOT NULL DEFAULT 1,
    auto_payment   BIGINT NOT NULL DEFAULT 0,
    slip_sync      TEXT NOT NULL DEFAULT 'off'
);

CREATE TABLE orders (
    id                  BIGINT PRIMARY KEY,
    shop_id             BIGINT NOT NULL REFERENCES shops (id),
    order_number        TEXT NOT NULL,
    ordered_at          BIGINT NOT NULL,
    status              TEXT NOT NULL,
    payment_method      TEXT NOT NULL,
    device              TEXT NOT NULL,
    note                TEXT NOT NULL,
    repeat_customer     BIGINT NOT NULL,
    total_amount        BIGINT NOT NULL,
    billed_amount       BIGINT NOT NULL,
    contents            TEXT NOT NULL,
    contents_version    BIGINT NOT NULL DEFAULT 1,
    buyer_name          TEXT NOT NULL,
    buyer_tel           TEXT NOT NULL,
    receiver_name       TEXT NOT NULL,
    receiver_tel        TEXT NOT NULL,
    carrier             TEXT NOT NULL,
    cool                BIGINT NOT NULL,
    pickup              BIGINT NOT NULL,
    parcels             BIGINT NOT NULL,
    deliver_on          TEXT NOT NULL,
    deliver_time        TEXT NOT NULL,
    shipped_on          TEXT NOT NULL,
    slip_number         TEXT,
    search              TEXT NOT NULL,
    source_hash         TEXT NOT NULL,
    credit              TEXT NOT NULL,
    shipment            TEXT NOT NULL,
    payment             TEXT NOT NULL,
    origin              TEXT NOT NULL,
    by_np               BIGINT NOT NULL,
    lane                TEXT NOT NULL,
    reasons             TEXT NOT NULL,
    refused             TEXT,
    registrations       BIGINT NOT NULL DEFAULT 0,
    shop_transaction_id TEXT,
    np_transaction_id   TEXT,
    open_act            TEXT,
    asks_person         BIGINT NOT NULL DEFAULT 0,
    edited              BIGINT NOT NULL DEFAULT 0,
    checks              BIGINT NOT NULL DEFAULT 0,
    check_at            BIGINT,
    automation_note     TEXT,
    version             BIGINT NOT NULL DEFAULT 1,
    created_at          BIGINT NOT NULL,
    UNIQUE (shop_id, order_number)
);
CREATE INDEX orders_by_time ON orders (ordered_at, id);
CREATE INDEX orders_by_lane ON orders (lane, ordered_at, id);
CREATE INDEX orders_by_shop ON orders (shop_id, ordered_at, id);
CREATE INDEX orders_by_shop_lane ON orders (shop_id, lane, ordered_at, id);
CREATE INDEX orders_by_buyer ON orders (shop_id, buyer_tel, buyer_name);
CREATE INDEX orders_by_slip ON orders (slip_number) WHERE slip_number IS NOT NULL;
CREATE INDEX orders_to_sync ON orders (shop_id) WHERE credit = 'ok' AND shipment = 'ready';
CREATE INDEX orders_to_check ON orders (check_at) WHERE check_at IS NOT NULL;

-- Counted as rows change, so that the lanes cost the same at a million orders.
CREATE TABLE lane_counts (
    shop_id BIGINT NOT NULL REFERENCES shops (id),
    lane    TEXT NOT NULL,
    orders  BIGINT NOT NULL,
    PRIMARY KEY (shop_id, lane)
);

CREATE TABLE runs (
    id         BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    shop_id    BIGINT REFERENCES shops (id),
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    total      BIGINT NOT NULL
);

-- One line for each row a run was asked to handle: the act it became, or why it was left out. Written when the run
-- starts, with the outcome still unknown, so that a run goes on after a restart.
CREATE TABLE run_rows (
    run_id   BIGINT NOT NULL REFERENCES runs (id),
    position BIGINT NOT NULL,
    label    TEXT NOT NULL,
    order_id BIGINT REFERENCES orders (id),
    act_id   BIGINT,
    outcome  TEXT,
    PRIMARY KEY (run_id, position)
);

CREATE TABLE acts (
    id              BIGINT PRIMARY KEY,
    order_id        BIGINT NOT NULL REFERENCES orders (id),
    shop_id         BIGINT NOT NULL REFERENCES shops (id),
    run_id          BIGINT REFERENCES runs (id),
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    reference       TEXT NOT NULL,
    payload         TEXT NOT NULL,
    payload_hash    TEXT NOT NULL,
    before_credit   TEXT NOT NULL,
    before_shipment TEXT NOT NULL,
    checks_first    BIGINT NOT NULL DEFAULT 0,
    doubtful        BIGINT NOT NULL DEFAULT 0,
    urgency         BIGINT NOT NULL,
    requested_by    TEXT NOT NULL,
    recorded_at     BIGINT NOT NULL,
    not_before      BIGINT NOT NULL,
    sent_at         BIGINT,
    claimed_by      TEXT,
    settled_at      BIGINT,
    attempts        BIGINT NOT NULL DEFAULT 0,
    losses          BIGINT NOT NULL DEFAULT 0,
    answer          TEXT,
    codes           TEXT NOT NULL DEFAULT '[]',
    result          TEXT,
    trouble         TEXT
);
-- The rule that makes a second press, tab or tablet harmless.
CREATE UNIQUE INDEX one_open_act_per_order ON acts (order_id) WHERE state IN ('queued', 'sent', 'unknown', 'asking');
CREATE INDEX acts_due ON acts (shop_id, kind, not_before) WHERE state IN ('queued', 'unknown');
CREATE INDEX acts_of_order ON acts (order_id, id);
CREATE INDEX acts_of_run ON acts (run_id) WHERE run_id IS NOT NULL;

CREATE INDEX run_rows_to_handle ON run_rows (run_id, position) WHERE outcome IS NULL;

-- Servers that share this database, by their last sign of life: acts that a dead one had sent are looked into.
CREATE TABLE servers (
    id      TEXT PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- The outbox: which orders changed, in commit order. Written in the transaction of the change.
CREATE TABLE events (
    seq        BIGINT PRIMARY KEY,
    order_id   BIGINT NOT NULL REFERENCES orders (id),
    created_at BIGINT NOT NULL
);

-- What people did to an order besides acts: edits, slip numbers.
CREATE TABLE changes (
    order_id   BIGINT NOT NULL REFERENCES orders (id),
    version    BIGINT NOT NULL,
    who        TEXT NOT NULL,
    what       TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (order_id, version)
);
