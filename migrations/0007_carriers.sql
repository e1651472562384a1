-- What the malls and carts call the carriers. The key is the name without width, spaces, hyphens and 株式会社.
CREATE TABLE carrier_names (
    name_key TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    carrier  TEXT NOT NULL
);
