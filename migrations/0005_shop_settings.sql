-- What the settings screens hold beside what the command line did.
ALTER TABLE shops ADD COLUMN other_carriers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE shops ADD COLUMN fee_mode TEXT NOT NULL DEFAULT 'leave';
ALTER TABLE shops ADD COLUMN fee_rows TEXT NOT NULL DEFAULT '[]';
-- When the SP code was typed; not known of those that are older than this.
ALTER TABLE shops ADD COLUMN sp_code_set_at BIGINT;
-- Counts the changes of a shop's settings: two people do not overwrite each other unseen.
ALTER TABLE shops ADD COLUMN settings_version BIGINT NOT NULL DEFAULT 1;

-- Where an order's payment fee came from, as of its import. Before and after are NULL where no rule was applied.
ALTER TABLE orders ADD COLUMN mall_fee BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN fee_before BIGINT;
ALTER TABLE orders ADD COLUMN fee_after BIGINT;

-- Which NP the latest registration went to: one of the test system must never be asked about at the other.
ALTER TABLE orders ADD COLUMN registered_in TEXT;
UPDATE orders SET registered_in = (SELECT environment FROM shops WHERE shops.id = orders.shop_id) WHERE registrations > 0;

-- A desk with shops has worked with NP後払い all along.
INSERT INTO settings (name, value) SELECT 'payment_methods', '{"np":true}' WHERE EXISTS (SELECT 1 FROM shops);
