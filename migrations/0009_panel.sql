-- The grid asks for orders without a slip number, the newest first.
CREATE INDEX orders_without_slip ON orders (ordered_at, id) WHERE slip_number IS NULL;

-- An order of which NP does not tell the payment comes to its end with its shipment.
UPDATE orders SET concluded_at = COALESCE((SELECT MAX(settled_at) FROM acts WHERE acts.order_id = orders.id), created_at)
WHERE concluded_at IS NULL AND credit = 'ok' AND shipment = 'synced' AND payment = 'undisclosed';
