-- The grid asks for orders without a slip number, the newest first.
CREATE INDEX orders_without_slip ON orders (ordered_at, id) WHERE slip_number IS NULL;
