-- The radar sums and counts over months of orders and answers: what it asks for stands in the indexes, and no row is read.
DROP INDEX orders_unreported;
CREATE INDEX orders_unreported ON orders (COALESCE(registered_at, ordered_at), id, shop_id, slip_number, billed_amount, registered_at, ordered_at)
    WHERE credit = 'ok' AND shipment <> 'synced';
DROP INDEX acts_by_result;
CREATE INDEX acts_by_result ON acts (result, settled_at, state, kind, shop_id, order_id, id) WHERE result IS NOT NULL;
