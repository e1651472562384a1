-- The history is asked for by person and by day, too.
CREATE INDEX audit_by_who ON audit (who, id);
CREATE INDEX audit_by_time ON audit (at, id);

-- When an order came to its end, by payment or by cancel: from then on its buyer's data are kept for so many days. And
-- when they were blanked.
ALTER TABLE orders ADD COLUMN concluded_at BIGINT;
ALTER TABLE orders ADD COLUMN erased_at BIGINT;
UPDATE orders SET concluded_at = COALESCE((SELECT MAX(settled_at) FROM acts WHERE acts.order_id = orders.id), created_at)
WHERE payment = 'paid' OR credit = 'cancelled';
CREATE INDEX orders_to_erase ON orders (concluded_at, id) WHERE concluded_at IS NOT NULL AND erased_at IS NULL;

-- Rows of files that became no order: their complaints may quote what stood in the file.
CREATE INDEX run_rows_without_order ON run_rows (label) WHERE order_id IS NULL;
