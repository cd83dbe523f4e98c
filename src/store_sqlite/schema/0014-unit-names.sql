-- SPDX-License-Identifier: Apache-2.0
-- A unit is renamed and closed from a day on. Names before the last one are kept with the day from
-- which each held; a unit that was never renamed has none.

ALTER TABLE unit ADD COLUMN closed_on TEXT;

CREATE TABLE unit_name (
    office_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (office_id, unit_id, valid_from),
    FOREIGN KEY (office_id, unit_id) REFERENCES unit
) WITHOUT ROWID;
