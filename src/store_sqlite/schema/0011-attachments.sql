-- SPDX-License-Identifier: Apache-2.0
-- Files of records. Their bytes lie beside the database under their digest (docs/decisions/0024);
-- digest, salt and name go when the bytes are erased, the row stays.

CREATE TABLE attachment (
    office_id INTEGER NOT NULL REFERENCES office,
    attachment_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    digest BLOB,
    salt BLOB,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    added_revision INTEGER NOT NULL,
    removed_by TEXT NOT NULL,
    removed_at INTEGER NOT NULL,
    erased_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, attachment_id)
) WITHOUT ROWID;

CREATE INDEX attachment_of_record ON attachment (office_id, record_id, attachment_id);
CREATE INDEX attachment_by_digest ON attachment (office_id, digest);
