-- SPDX-License-Identifier: Apache-2.0
-- Personal values are sealed with keys that are in no table (docs/decisions/0028-sealed-fields.md).
-- Here is what tells the right keys from others, and how far a pass has come that seals anew.

CREATE TABLE sealing_key (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    key_id BIGINT NOT NULL,
    proof BYTEA NOT NULL,
    PRIMARY KEY (office_id, key_id)
);

CREATE TABLE sealing_pass (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
    part BIGINT NOT NULL,
    after_id BIGINT NOT NULL,
    PRIMARY KEY (office_id)
);

-- What stands in the database of before was never sealed: taizhang migrate goes through it.
INSERT INTO sealing_pass (office_id, kind, part, after_id)
SELECT office_id, 1, 0, -9223372036854775808 FROM office;

-- The index is made anew by the next search. Words of personal texts are blinded in it.
DELETE FROM search_document;
DELETE FROM search_ledger;
DELETE FROM search_head;
ALTER TABLE search_document DROP COLUMN personal_text;
ALTER TABLE search_document ADD COLUMN personal_sealed BYTEA NOT NULL;
