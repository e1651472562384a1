-- Orders whose contents are other than NP got them are few, and are asked for among a million.
CREATE INDEX orders_unsent ON orders (ordered_at, id) WHERE edited = 1;

-- Whether an entered NP取引ID is another order's.
CREATE INDEX orders_by_np_id ON orders (np_transaction_id) WHERE np_transaction_id IS NOT NULL;
