-- SPDX-License-Identifier: Apache-2.0
-- Personal values are sealed with keys that are in no table (docs/decisions/0028-sealed-fields.md).
-- Here is what tells the right keys from others, and how far a pass has come that seals anew.

CREATE TABLE sealing_key (
    office_id INTEGER NOT NULL REFERENCES office,
    key_id INTEGER NOT NULL,
    proof BLOB NOT NULL,
    PRIMARY KEY (office_id, key_id)
) WITHOUT ROWID;

CREATE TABLE sealing_pass (
    office_id INTEGER NOT NULL PRIMARY KEY REFERENCES office,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
    part INTEGER NOT NULL,
    after_id INTEGER NOT NULL
);

-- What stands in the file of before was never sealed: taizhang migrate goes through it.
INSERT INTO sealing_pass SELECT office_id, 1, 0, -9223372036854775808 FROM office;

-- The index is made anew by the next search.
INSERT INTO search_index (search_index) VALUES ('delete-all');
DELETE FROM search_ledger;
DELETE FROM search_head;
DROP TABLE search_document;

-- What search_index holds of a record: to take its words out again, they must be known.
CREATE TABLE search_document (
    office_id INTEGER NOT NULL REFERENCES office,
    record_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    happened_on TEXT NOT NULL,
    open_text TEXT NOT NULL,
    personal_sealed BLOB NOT NULL,
    PRIMARY KEY (office_id, record_id)
) WITHOUT ROWID;
