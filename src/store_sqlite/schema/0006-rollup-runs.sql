-- SPDX-License-Identifier: Apache-2.0
-- What bulk work adds to the roll-ups, committed with its records and joined into the table rollup
-- later, in one pass (docs/decisions/0020-rollup-runs.md). A run is sorted and cut into parts, each
-- under the key of its first row.

CREATE TABLE rollup_run (
    office_id INTEGER NOT NULL,
    run INTEGER NOT NULL,
    indicator_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    months BLOB NOT NULL,
    PRIMARY KEY (office_id, run, indicator_id, area_id, month)
) WITHOUT ROWID;
