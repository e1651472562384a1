-- The grid asks for orders without a slip number, the newest first.
CREATE INDEX orders_without_slip ON orders (ordered_at, id) WHERE slip_number IS NULL;

-- An order of which NP does not tell the payment comes to its end with its shipment.
UPDATE orders SET concluded_at = COALESCE((SELECT MAX(settled_at) FROM acts WHERE acts.order_id = orders.id), created_at)
WHERE concluded_at IS NULL AND credit = 'ok' AND shipment = 'synced' AND payment = 'undisclosed';

-- Actions of the panel beside NP's. What a run does, where its kind alone does not say it; and lines without an act: those that ended well, and those that
-- were left out for a reason that may pass.
ALTER TABLE runs ADD COLUMN edit TEXT;
ALTER TABLE run_rows ADD COLUMN done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE run_rows ADD COLUMN again BIGINT NOT NULL DEFAULT 0;
-- チェック項目
ALTER TABLE orders ADD COLUMN check_items TEXT NOT NULL DEFAULT '[]';
CREATE INDEX orders_with_check_items ON orders (check_items) WHERE check_items <> '[]';

-- The radar: what was shipped without an OK, what automation left alone, and how NP has answered.
CREATE INDEX orders_shipped_without_ok ON orders (ordered_at, id) WHERE slip_number IS NOT NULL AND by_np = 1 AND shipment <> 'synced' AND credit <> 'ok';
CREATE INDEX orders_left_alone ON orders (id) WHERE automation_note IS NOT NULL;
CREATE INDEX acts_by_result ON acts (result, settled_at) WHERE result IS NOT NULL;
DROP INDEX orders_unreported;
CREATE INDEX orders_unreported ON orders (COALESCE(registered_at, ordered_at), id) WHERE credit = 'ok' AND shipment <> 'synced';

-- Why orders stand in the lanes that have reasons.
CREATE INDEX orders_by_reason ON orders (lane, shop_id, reasons) WHERE lane IN ('repair', 'ng', 'error');
-- What automation left alone is over with the order.
UPDATE orders SET automation_note = NULL WHERE credit = 'cancelled' OR shipment = 'synced';
