-- Whether another order has a slip number is asked by what the carrier counts: with dashes or without, it is the same parcel.
CREATE INDEX orders_by_slip_digits ON orders (REPLACE(slip_number, '-', '')) WHERE slip_number IS NOT NULL;
DROP INDEX orders_by_slip;

-- A line of an import that was rejected is a failure.
ALTER TABLE run_rows ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;
