-- Orders whose contents are other than NP got them are few, and are asked for among a million.
CREATE INDEX orders_unsent ON orders (ordered_at, id) WHERE edited = 1;
