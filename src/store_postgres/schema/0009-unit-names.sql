-- SPDX-License-Identifier: Apache-2.0
-- A unit is renamed and closed from a day on. Names before the last one are kept with the day from
-- which each held; a unit that was never renamed has none.

ALTER TABLE unit ADD COLUMN closed_on DATE;

CREATE TABLE unit_name (
    office_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, unit_id, valid_from),
    FOREIGN KEY (office_id, unit_id) REFERENCES unit (office_id, unit_id)
);
