-- How many orders of each lane came in each week (ordered_at / 604,800,000): the lane counts are the sums, and the row at
-- any position of a view is found by a sum and a short walk, however many orders there are.
CREATE TABLE lane_weeks (
    shop_id BIGINT NOT NULL REFERENCES shops (id),
    lane    TEXT NOT NULL,
    week    BIGINT NOT NULL,
    orders  BIGINT NOT NULL,
    PRIMARY KEY (shop_id, lane, week)
);
INSERT INTO lane_weeks (shop_id, lane, week, orders)
    SELECT shop_id, lane, ordered_at / 604800000, COUNT(*) FROM orders GROUP BY shop_id, lane, ordered_at / 604800000;
DROP TABLE lane_counts;

-- What the grid is sorted and filtered by beside lanes and shops.
CREATE INDEX orders_by_billed ON orders (billed_amount, id);
CREATE INDEX orders_by_total ON orders (total_amount, id);
-- Days that are not given come last, whichever way they are sorted.
CREATE INDEX orders_by_deliver_on ON orders (deliver_on, id);
CREATE INDEX orders_by_deliver_on_rising ON orders ((CASE WHEN deliver_on = '' THEN '9999-99-99' ELSE deliver_on END), id);
CREATE INDEX orders_by_shipped_on ON orders (shipped_on, id);
CREATE INDEX orders_by_shipped_on_rising ON orders ((CASE WHEN shipped_on = '' THEN '9999-99-99' ELSE shipped_on END), id);
CREATE INDEX orders_by_payment ON orders (payment_method, ordered_at, id);
CREATE INDEX orders_by_carrier ON orders (carrier, ordered_at, id);
CREATE INDEX orders_by_status ON orders (status, ordered_at, id);

-- Views that people gave a name; the address says what they show.
CREATE TABLE saved_views (
    id         BIGINT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    query      TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('view', 0);

-- What one person chose for the screen: columns, row height.
CREATE TABLE preferences (
    user_id BIGINT NOT NULL REFERENCES users (id),
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);
