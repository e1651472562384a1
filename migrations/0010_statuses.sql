-- Orders counted by status, too: a status tab has its count, and a view of one status any position, without walking orders.
CREATE TABLE order_weeks (
    shop_id BIGINT NOT NULL REFERENCES shops (id),
    lane    TEXT NOT NULL,
    status  TEXT NOT NULL,
    week    BIGINT NOT NULL,
    orders  BIGINT NOT NULL,
    PRIMARY KEY (shop_id, lane, status, week)
);
INSERT INTO order_weeks (shop_id, lane, status, week, orders)
    SELECT shop_id, lane, status, ordered_at / 604800000, COUNT(*) FROM orders GROUP BY shop_id, lane, status, ordered_at / 604800000;
DROP TABLE lane_weeks;
