-- SPDX-License-Identifier: Apache-2.0
-- Maps for foreign tables and the columns that an office chose are definitions too.

CREATE TABLE definition_next (
    office_id INTEGER NOT NULL REFERENCES office,
    kind TEXT NOT NULL CHECK (kind IN ('pack', 'ledger', 'indicator', 'report', 'map', 'columns')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition_id INTEGER NOT NULL,
    file TEXT NOT NULL,
    body TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0,
    installed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, kind, name, version)
) WITHOUT ROWID;

INSERT INTO definition_next SELECT * FROM definition;
DROP TABLE definition;
ALTER TABLE definition_next RENAME TO definition;
